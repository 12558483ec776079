#include "CEngine.h"
