/* relcal: the release schedule of a project. Takes in every other header. */
#ifndef RELCAL_H
#define RELCAL_H

#include "relcal/allocator.h"
#include "relcal/announce.h"
#include "relcal/announce_write.h"
#include "relcal/cadence.h"
#include "relcal/catalog.h"
#include "relcal/date.h"
#include "relcal/date_rule.h"
#include "relcal/edit.h"
#include "relcal/export.h"
#include "relcal/forecast.h"
#include "relcal/history.h"
#include "relcal/import.h"
#include "relcal/limits.h"
#include "relcal/lint.h"
#include "relcal/load.h"
#include "relcal/plan.h"
#include "relcal/policy.h"
#include "relcal/print.h"
#include "relcal/status.h"
#include "relcal/version.h"
#include "relcal/when.h"
#include "relcal/write.h"

#endif
