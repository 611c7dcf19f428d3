/* What every public header opens with: linkage, visibility and the library's own version. */
#ifndef RELCAL_EXPORT_H
#define RELCAL_EXPORT_H

/** The version of these headers. Compare with relcal_library_version(). Since 0.1. */
#define RELCAL_VERSION "0.1.0"
#define RELCAL_VERSION_MAJOR 0
#define RELCAL_VERSION_MINOR 1
#define RELCAL_VERSION_PATCH 0

#if defined(RELCAL_STATIC) || !defined(__GNUC__)
#define RELCAL_API
#else
#define RELCAL_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
#define RELCAL_BEGIN_DECLS extern "C" {
#define RELCAL_END_DECLS }
#else
#define RELCAL_BEGIN_DECLS
#define RELCAL_END_DECLS
#endif

RELCAL_BEGIN_DECLS

/**
 * The version of the library that is running, such as "0.1.0".
 * Static text, never NULL. Thread-safe. Since 0.1.
 */
RELCAL_API const char *relcal_library_version(void);

RELCAL_END_DECLS

#endif
