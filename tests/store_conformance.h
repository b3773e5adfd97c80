// What every store must do. A test program includes this and instantiates StoreConformance with its factories.
#pragma once

#include "store_conformance_commands.h"
#include "store_conformance_reads.h"
#include "store_conformance_reopening.h"
