// Starts the program anew with settings that libraries read only when they are loaded; there is
// nothing to call.
#ifndef CLAUNCH_H
#define CLAUNCH_H
#endif
