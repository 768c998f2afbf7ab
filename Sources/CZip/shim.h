// The parts of a ZIP archive, which a workbook is, read through libzip.
#include <zip.h>
