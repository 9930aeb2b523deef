/* Speed peer for the dynamics study: plain C, one orbit after another, float64.
   gcc -O3 -march=native -ffast-math -o dynamics_speed dynamics_speed.c -lm && ./dynamics_speed 4096 2000
   Prints million steps a second of one core: f = relu(wx) with its exponent (a logarithm every 16 steps), f = |w.x + b| on
   XOR without, and the same with three tangents and Gram and Schmidt in every step. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
static const double X[4][3] = {{-1, -1, 1}, {1, -1, 1}, {-1, 1, 1}, {1, 1, 1}}, Y[4] = {0, 1, 1, 0};
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }
static double start(long i) { return fmod(i * 0.6180339887498949, 1) * 2 - 1; }
static double weight(double w, long steps, double eta, double *sum) {
  const double x[2] = {1, -1}, y[2] = {1, 1};
  double product = 1, total = 0;
  for (long s = 0; s < steps; s++) {
    double g = 0, h = 0;
    for (int i = 0; i < 2; i++) { double z = w * x[i]; if (z > 0) { g += (z - y[i]) * x[i]; h += x[i] * x[i]; } }
    w -= eta * g; product *= 1 - eta * h;
    if (s % 16 == 15) { total += log(fabs(product)); product = 1; }
  }
  *sum += total; return w;
}
static void absolute(double *t, long steps, double eta) {
  for (long s = 0; s < steps; s++) {
    double g[3] = {0, 0, 0};
    for (int i = 0; i < 4; i++) {
      double z = t[0] * X[i][0] + t[1] * X[i][1] + t[2];
      double e = z > 0 ? z - Y[i] : z < 0 ? z + Y[i] : 0;
      for (int k = 0; k < 3; k++) g[k] += e * X[i][k];
    }
    for (int k = 0; k < 3; k++) t[k] -= eta / 2 * g[k];
  }
}
static double spectrum(double *t, long steps, double eta) {
  double q[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, total = 0;
  for (long s = 0; s < steps; s++) {
    double j[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, g[3] = {0, 0, 0}, p = 1;
    for (int i = 0; i < 4; i++) {
      double z = t[0] * X[i][0] + t[1] * X[i][1] + t[2], d = z != 0;
      double e = z > 0 ? z - Y[i] : z < 0 ? z + Y[i] : 0;
      for (int k = 0; k < 3; k++) { g[k] += e * X[i][k]; for (int l = 0; l < 3; l++) j[k][l] -= eta / 2 * d * X[i][k] * X[i][l]; }
    }
    for (int k = 0; k < 3; k++) t[k] -= eta / 2 * g[k];
    for (int c = 0; c < 3; c++) {
      double v[3];
      for (int k = 0; k < 3; k++) v[k] = j[k][0] * q[c][0] + j[k][1] * q[c][1] + j[k][2] * q[c][2];
      for (int o = 0; o < c; o++) {
        double dot = v[0] * q[o][0] + v[1] * q[o][1] + v[2] * q[o][2];
        for (int k = 0; k < 3; k++) v[k] -= dot * q[o][k];
      }
      double r = sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
      for (int k = 0; k < 3; k++) q[c][k] = v[k] / r;
      p *= r;
    }
    if (s % 16 == 0) total += log(p);
  }
  return total;
}
int main(int argc, char **argv) {
  long steps = argc > 1 ? atol(argv[1]) : 4096, orbits = argc > 2 ? atol(argv[2]) : 2000;
  volatile double sink = 0; double sum = 0, a = now();
  for (long i = 0; i < orbits; i++) sink += weight(start(i), steps, 2.6, &sum);
  double b = now(); printf("weight %.1f\n", steps * orbits / (b - a) / 1e6);
  a = now();
  for (long i = 0; i < orbits; i++) { double t[3] = {start(i), start(i + 7), start(i + 3)}; absolute(t, steps, 0.3); sink += t[0]; }
  b = now(); printf("abs %.1f\n", steps * orbits / (b - a) / 1e6);
  a = now();
  for (long i = 0; i < orbits / 10; i++) { double t[3] = {start(i), start(i + 7), start(i + 3)}; sink += spectrum(t, steps, 0.3); }
  b = now(); printf("qr %.1f\n", steps * (orbits / 10) / (b - a) / 1e6);
  return sink + sum == 0.123;
}
