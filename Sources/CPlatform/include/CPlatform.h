#ifndef ROHRPOST_CPLATFORM_H
#define ROHRPOST_CPLATFORM_H

// What Glibc's Swift module lacks, one header for each subject.
#include "cplatform_crash.h"
#include "cplatform_events.h"
#include "cplatform_files.h"
#include "cplatform_iconv.h"
#include "cplatform_idn.h"
#include "cplatform_memory.h"
#include "cplatform_signals.h"
#include "cplatform_sockets.h"
#include "cplatform_spawn.h"
#include "cplatform_themes.h"

#endif
