// Opens a library of the system when it is first needed, and finds its functions.
#ifndef CLOAD_H
#define CLOAD_H

#include <stdbool.h>
#include <stddef.h>

// A function by its name, and the place of the pointer to it in the struct that holds them, which
// is null where the function may be missing and is.
typedef struct {
  const char *name;
  size_t place;
  bool may_be_missing;
} cload_function;

// Opens the first library of these names (the last is null) that is there, and fills in the
// functions; null, or what is wrong.
const char *cload_open(const char *const *names, const cload_function *functions, size_t count,
                       void *library);

#endif
