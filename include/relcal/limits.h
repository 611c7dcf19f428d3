/* The limits of what is loaded. Beyond one of them a schedule file has a fault. Since 0.1. */
#ifndef RELCAL_LIMITS_H
#define RELCAL_LIMITS_H

#define RELCAL_MAX_FILE_BYTES 4194304 /**< of one schedule file; the default of the option */
#define RELCAL_MAX_SCALAR_BYTES 8192  /**< of one text in a file */
#define RELCAL_MAX_DEPTH 8            /**< of lists and mappings in each other */
#define RELCAL_MAX_PROJECTS 1024      /**< of a catalog */
#define RELCAL_MAX_SERIES 4096        /**< of a project */
#define RELCAL_MAX_MILESTONES 4096    /**< of a series */
#define RELCAL_MAX_REVISIONS 1024     /**< of a milestone */
#define RELCAL_MAX_PHASES 32          /**< of a project */
#define RELCAL_MAX_FREEZES 64         /**< of a project; a standing has a bit for each */
#define RELCAL_MAX_REFERENCES 16      /**< in one list of milestones to begin or end with */
#define RELCAL_MAX_CHANGES 64         /**< of a project, the standard ones counted */
#define RELCAL_MAX_AUTHORITIES 64     /**< of a project, the standard ones counted */
#define RELCAL_MAX_LABELS 1024        /**< of a project */
#define RELCAL_MAX_RULES 256          /**< of a project */
#define RELCAL_MAX_IMPORTS 256        /**< words of other formats, of a project */
#define RELCAL_MAX_GAPS 256           /**< of a project */
#define RELCAL_MAX_WORDS 64           /**< in one list of branches, paths or components of a rule */
#define RELCAL_MAX_APPROVALS 100      /**< that a rule asks for */
#define RELCAL_MAX_DELAY 1000         /**< days, weeks, months or years that a rule makes wait */
#define RELCAL_MAX_CADENCES 64        /**< of a project */
#define RELCAL_MAX_CADENCE_RULES 256  /**< of a cadence: milestones */
#define RELCAL_MAX_CADENCE_LISTS 256  /**< of a cadence: series, days to avoid, constraints each */
#define RELCAL_MAX_FAULTS 1000        /**< that one load reports; one more says that it stopped */

/* Of what is imported from other formats. Since 0.2. */
#define RELCAL_MAX_IMPORT_BYTES 4194304    /**< of one source: 4 MiB */
#define RELCAL_MAX_IMPORT_MILESTONES 65536 /**< of one source */

/* Of patterns of the summaries of calendars. Since 0.5. */
#define RELCAL_MAX_PATTERN_BYTES 512 /**< of one */
#define RELCAL_MAX_PATTERN_PARTS 32  /**< of one: its names, and the words between them */

#endif
