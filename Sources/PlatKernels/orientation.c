#include <math.h>
#include "PlatKernels.h"

#if defined(__clang__)
#pragma clang fp contract(off)
#endif

/// A sum of nonoverlapping doubles, smallest first: exact, however far apart they are.
typedef struct expansion {
  double parts[16];
  int count;
} expansion;

/// Adds a number: its rounding errors become parts (Shewchuk's Grow-Expansion).
static void add(expansion *sum, double number) {
  for (int i = 0; i < sum->count; i++) {
    double part = sum->parts[i], total = number + part;
    double virtual_part = total - number, virtual_number = total - virtual_part;
    sum->parts[i] = (number - virtual_number) + (part - virtual_part);
    number = total;
  }
  sum->parts[sum->count++] = number;
}

/// Adds the product of two differences; each difference is a double and its rounding error.
static void add_product(expansion *sum, double a, double b, double c, double d, double sign) {
  double left[2], right[2];
  double difference = a - b, virtual_b = a - difference, virtual_a = difference + virtual_b;
  left[0] = (a - virtual_a) + (virtual_b - b), left[1] = difference;
  difference = c - d, virtual_b = c - difference, virtual_a = difference + virtual_b;
  right[0] = (c - virtual_a) + (virtual_b - d), right[1] = difference;
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 2; j++) {
      double product = left[i] * right[j], error = fma(left[i], right[j], -product);
      add(sum, sign * error);
      add(sum, sign * product);
    }
  }
}

int32_t plat_orientation(double ax, double ay, double bx, double by, double x, double y) {
  double left = (ax - x) * (by - y), right = (ay - y) * (bx - x);
  double determinant = left - right;
  // (3 + 16 e) e with e = 2^-53, and a little more.
  double bound = 3.34e-16 * (fabs(left) + fabs(right));
  if (determinant > bound) return 1;
  if (determinant < -bound) return -1;
  expansion sum = {.count = 0};
  add_product(&sum, ax, x, by, y, 1);
  add_product(&sum, ay, y, bx, x, -1);
  for (int i = sum.count - 1; i >= 0; i--) {
    if (sum.parts[i] != 0) return sum.parts[i] > 0 ? 1 : -1;
  }
  return 0;
}
