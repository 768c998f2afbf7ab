// The BLAS prototypes come from the library's own header. LAPACK's are declared here because
// Debian's libopenblas-dev ships the functions in the same library without a header for them.
#include <cblas.h>

// Fortran ABI: every argument by pointer; `info` is 0 on success.
// Cholesky factor of a symmetric positive definite matrix, in place.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
// Solve with a Cholesky factor.
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda,
             double *b, const int *ldb, int *info);
// Eigenvalues and eigenvectors of a symmetric matrix.
void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
            double *work, const int *lwork, int *info);
