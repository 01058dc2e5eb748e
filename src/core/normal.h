// PyTorch's vector kernel for standard normals, to the last bit.
#pragma once

#include <cstddef>

constexpr std::size_t kNormalBlock = 16;

// Turns 16 uniform floats of [0, 1) into 16 standard normals (Box and Muller 1958):
//   r = sqrt(-2 log(1 - x[j])), t = 2 pi x[j+8]: x[j] = r cos t, x[j+8] = r sin t, j < 8.
// Every step is one float operation, in the order of PyTorch's AVX2 code, whose polynomials
// are those of the Cephes library in Pommier's vector form.
void normals_from_uniforms(float* x);

// a*b + c rounded once, as a processor's fused multiply-add does.
float rounded_fma(float a, float b, float c);
