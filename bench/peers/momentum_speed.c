/* Speed peer for the momentum study: plain C, one start after another, float64, erfc and exp of the C library.
   gcc -O3 -march=native -ffast-math -o momentum_speed momentum_speed.c -lm && ./momentum_speed 60 2000
   Prints point updates per second of one core: heavy ball on a single ReLU's closed-form gradient, linear target,
   gamma 1, delta 0, beta 0.9, eta 0.1, starts on a lattice over [-2, 2] squared, a fixed number of steps each. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(int argc, char **argv) {
  int side = argc > 1 ? atoi(argv[1]) : 60, steps = argc > 2 ? atoi(argv[2]) : 2000;
  const double gamma = 1, delta = 0, beta = 0.9, rate = 0.1, small = 1e-300;
  struct timespec a, b; clock_gettime(CLOCK_MONOTONIC, &a);
  double sum = 0; long done = 0;
  for (int i = 0; i < side; i++) for (int j = 0; j < side; j++) {
    double w = 2.0 * (2 * j + 1 - side) / side, c = 2.0 * (2 * i + 1 - side) / side, mw = 0, mb = 0;
    for (int s = 0; s < steps; s++) {
      double t = c / fabs(w), phi = 0.3989422804014327 * exp(-0.5 * t * t), Phi = 0.5 * erfc(-0.7071067811865476 * t);
      double rho = w < 0 ? -1 : 1, da = w - gamma, dc = c - delta;
      double gw = da * Phi + rho * (dc - rho * da * t) * phi, gb = rho * da * phi + dc * Phi;
      mw = beta * mw + (1 - beta) * gw; mb = beta * mb + (1 - beta) * gb;
      w -= rate * mw; c -= rate * mb; done++;
      if (mw * mw + mb * mb < small && gw * gw + gb * gb < small) break;
    }
    sum += w + c;
  }
  clock_gettime(CLOCK_MONOTONIC, &b); double sec = (b.tv_sec - a.tv_sec) + 1e-9 * (b.tv_nsec - a.tv_nsec);
  printf("%.0f updates/s, sum %.6f, one core\n", done / sec, sum); return 0;
}
