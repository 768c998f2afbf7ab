#include "COpenBLAS.h"

#include "CLoad.h"

const char *copenblas_open(copenblas_library *library) {
  const char *const names[] = {"libopenblas.so.0", NULL};
  const cload_function functions[] = {
      {"openblas_set_num_threads", offsetof(copenblas_library, set_num_threads)},
      {"blas_thread_shutdown_", offsetof(copenblas_library, thread_shutdown), true},
      {"openblas_get_corename", offsetof(copenblas_library, get_corename)},
      {"openblas_get_config", offsetof(copenblas_library, get_config)},
      {"cblas_dgemv", offsetof(copenblas_library, dgemv)},
      {"cblas_dgemm", offsetof(copenblas_library, dgemm)},
      {"cblas_dsyrk", offsetof(copenblas_library, dsyrk)},
      {"dpotrf_", offsetof(copenblas_library, dpotrf)},
      {"dpotrs_", offsetof(copenblas_library, dpotrs)},
      {"dsyev_", offsetof(copenblas_library, dsyev)},
  };
  return cload_open(names, functions, sizeof functions / sizeof *functions, library);
}
