// BLAS and LAPACK of OpenBLAS, opened when the first matrix is worked on.
//
// The program is not linked with it: the loader would spend more than a millisecond on it at every
// start, most of which score with a model that is there already. What is declared here is the part
// that we call, whose interface has been stable for decades; enumerations are passed as int.
#ifndef COPENBLAS_H
#define COPENBLAS_H

enum {
  COPENBLAS_COLUMN_MAJOR = 102,
  COPENBLAS_NOT_TRANSPOSED = 111,
  COPENBLAS_TRANSPOSED = 112,
  COPENBLAS_LOWER = 122
};

// The functions, by their names without cblas_, openblas_ or the underscore of Fortran, whose
// arguments are pointers and whose `info` is 0 on success.
typedef struct {
  void (*set_num_threads)(int count);
  // Ends the idle threads; null where the library has none.
  int (*thread_shutdown)(void);
  const char *(*get_corename)(void);
  const char *(*get_config)(void);
  void (*dgemv)(int order, int transposed, int m, int n, double alpha, const double *a, int lda,
                const double *x, int x_step, double beta, double *y, int y_step);
  void (*dgemm)(int order, int a_transposed, int b_transposed, int m, int n, int k, double alpha,
                const double *a, int lda, const double *b, int ldb, double beta, double *c,
                int ldc);
  void (*dsyrk)(int order, int triangle, int transposed, int n, int k, double alpha,
                const double *a, int lda, double beta, double *c, int ldc);
  // Cholesky factor of a symmetric positive definite matrix, in place.
  void (*dpotrf)(const char *triangle, const int *n, double *a, const int *lda, int *info);
  // Solve with a Cholesky factor.
  void (*dpotrs)(const char *triangle, const int *n, const int *columns, const double *a,
                 const int *lda, double *b, const int *ldb, int *info);
  // Eigenvalues and eigenvectors of a symmetric matrix.
  void (*dsyev)(const char *job, const char *triangle, const int *n, double *a, const int *lda,
                double *w, double *work, const int *work_size, int *info);
} copenblas_library;

// Opens the library and fills in its functions; null, or what is wrong.
const char *copenblas_open(copenblas_library *library);

#endif
