#include "COpenBLAS.h"

#include <dlfcn.h>
#include <stddef.h>

const char *copenblas_open(copenblas_library *library) {
  void *handle = dlopen("libopenblas.so.0", RTLD_LAZY | RTLD_LOCAL);
  if (!handle) return dlerror();
  const struct {
    const char *name;
    size_t place;
  } functions[] = {
      {"openblas_set_num_threads", offsetof(copenblas_library, set_num_threads)},
      {"openblas_get_corename", offsetof(copenblas_library, get_corename)},
      {"openblas_get_config", offsetof(copenblas_library, get_config)},
      {"cblas_dgemv", offsetof(copenblas_library, dgemv)},
      {"cblas_dgemm", offsetof(copenblas_library, dgemm)},
      {"cblas_dsyrk", offsetof(copenblas_library, dsyrk)},
      {"dpotrf_", offsetof(copenblas_library, dpotrf)},
      {"dpotrs_", offsetof(copenblas_library, dpotrs)},
      {"dsyev_", offsetof(copenblas_library, dsyev)},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *function = dlsym(handle, functions[i].name);
    if (!function) return dlerror();
    *(void **)((char *)library + functions[i].place) = function;
  }
  *(void **)&library->thread_shutdown = dlsym(handle, "blas_thread_shutdown_");
  return NULL;
}
