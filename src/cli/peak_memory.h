// How much memory the process has used.
#pragma once

// At its most, in bytes; 0 where the system does not tell.
double peak_memory();
