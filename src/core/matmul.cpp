#include "core/strict_float.h"

#include "core/matmul.h"

#include "core/multiversion.h"
#include "core/workers.h"

#include <algorithm>
#include <array>
#include <cstring>

// The product, the same as the plain one, faster, because
//
// - neighbours in a row of c are computed side by side, in the vector registers that the processor
//   has (GCC's and clang's vector types; no intrinsics). Each sum keeps the order of k, so no width
//   of vectors changes a bit;
// - several rows of c stay in registers, so that what is loaded of b is used several times;
// - the columns of b that are in use lie together in the fastest cache, in the order in which they
//   are read.
namespace {

// kVectors registers of `Lanes` numbers hold a row of a tile of c.
template <class Real, std::size_t Lanes, std::size_t kVectors>
struct Kernel {
  using Vector __attribute__((vector_size(Lanes * sizeof(Real)))) = Real;
  static constexpr std::size_t kWidth = kVectors * Lanes;  // columns of a tile
  static constexpr std::size_t kHeight = 8 / kVectors;     // rows of c at a time
  static constexpr std::size_t kDepth = 128;               // numbers of k at a time
  static constexpr std::size_t kPanels = 8;                // tiles of columns at a time

  // kWidth columns of b, row after row.
  struct alignas(Vector) Panel {
    std::array<Real, kDepth * kWidth> values;
  };

  // `depth` rows of b from from_k, the columns from `first`; zero beyond its last column.
  [[gnu::always_inline]] static void pack(Panel& panel, const View<const Real>& b,
                                          std::size_t from_k, std::size_t depth,
                                          std::size_t first) {
    const std::size_t width = std::min(kWidth, b.cols - first);
    const Real* source = b.data + from_k * b.row_step + first * b.col_step;
    Real* packed = panel.values.data();
    for (std::size_t k = 0; k < depth; ++k, source += b.row_step, packed += kWidth) {
      for (std::size_t j = 0; j < width; ++j) packed[j] = source[j * b.col_step];
      for (std::size_t j = width; j < kWidth; ++j) packed[j] = 0;
    }
  }

  // sum (Rows, kWidth) += a (Rows, depth) panel (depth, kWidth); from zero where `fresh`.
  template <std::size_t Rows>
  [[gnu::always_inline]] static void multiply_rows(Real* sum, std::size_t sum_step,
                                                   const View<const Real>& a, const Panel& panel,
                                                   bool fresh) {
    Vector c[Rows][kVectors] = {};  // NOLINT(modernize-avoid-c-arrays)
    if (!fresh) {
      for (std::size_t r = 0; r < Rows; ++r) {
        for (std::size_t v = 0; v < kVectors; ++v) {
          std::memcpy(&c[r][v], sum + r * sum_step + v * Lanes, sizeof(Vector));
        }
      }
    }
    const Real* packed = panel.values.data();
    for (std::size_t k = 0; k < a.cols; ++k, packed += kWidth) {
      Vector b[kVectors];  // NOLINT(modernize-avoid-c-arrays)
      for (std::size_t v = 0; v < kVectors; ++v) {
        std::memcpy(&b[v], packed + v * Lanes, sizeof(Vector));
      }
      const Real* column = a.data + k * a.col_step;
      for (std::size_t r = 0; r < Rows; ++r) {
        for (std::size_t v = 0; v < kVectors; ++v) c[r][v] += column[r * a.row_step] * b[v];
      }
    }
    for (std::size_t r = 0; r < Rows; ++r) {
      for (std::size_t v = 0; v < kVectors; ++v) {
        std::memcpy(sum + r * sum_step + v * Lanes, &c[r][v], sizeof(Vector));
      }
    }
  }

  // As many rows as a has, of `Rows` at most.
  template <std::size_t Rows>
  [[gnu::always_inline]] static void multiply_up_to(Real* sum, std::size_t sum_step,
                                                    const View<const Real>& a, const Panel& panel,
                                                    bool fresh) {
    if (a.rows == Rows) return multiply_rows<Rows>(sum, sum_step, a, panel, fresh);
    if constexpr (Rows > 1) multiply_up_to<Rows - 1>(sum, sum_step, a, panel, fresh);
  }

  // c (kHeight, kWidth), or less of either, += a (kHeight, depth) panel. What is narrower is
  // computed beside it, and copied.
  [[gnu::always_inline]] static void multiply_tile(const View<Real>& c, const View<const Real>& a,
                                                   const Panel& panel, bool fresh) {
    alignas(Vector) std::array<Real, kHeight * kWidth> beside;
    const View<Real> tile = {beside.data(), c.rows, c.cols, kWidth, 1};
    const bool whole = c.cols == kWidth && c.col_step == 1;
    Real* sum = whole ? c.data : beside.data();
    const std::size_t step = whole ? c.row_step : kWidth;
    if (!whole && !fresh) copy(tile, c);
    multiply_up_to<kHeight>(sum, step, a, panel, fresh);
    if (!whole) copy(c, tile);
  }

  [[gnu::always_inline]] static void copy(const View<Real>& to, const View<Real>& from) {
    for (std::size_t i = 0; i < to.rows; ++i) {
      for (std::size_t j = 0; j < to.cols; ++j) to(i, j) = from(i, j);
    }
  }

  // A block that is turned on its side, with its columns side by side.
  [[gnu::always_inline]] static View<const Real> side_by_side(
      const View<const Real>& some, std::array<Real, kHeight * kDepth>& turned) {
    for (std::size_t k = 0; k < some.cols; ++k) {
      std::memcpy(&turned[k * kHeight], &some(0, k), kHeight * sizeof(Real));
    }
    return {turned.data(), some.rows, some.cols, 1, kHeight};
  }

  [[gnu::always_inline]] static void product(const View<Real>& c, const View<const Real>& a,
                                             const View<const Real>& b, bool fresh) {
    assert(c.rows == a.rows && a.cols == b.rows && c.cols == b.cols);
    std::array<Panel, kPanels> panels;
    std::array<Real, kHeight * kDepth> turned;
    for (std::size_t first = 0; first < c.cols; first += kPanels * kWidth) {
      const std::size_t cols = std::min(kPanels * kWidth, c.cols - first);
      for (std::size_t from_k = 0; from_k < a.cols; from_k += kDepth) {
        const std::size_t depth = std::min(kDepth, a.cols - from_k);
        for (std::size_t j = 0; j < cols; j += kWidth) {
          pack(panels[j / kWidth], b, from_k, depth, first + j);
        }
        for (std::size_t i = 0; i < c.rows; i += kHeight) {
          const std::size_t rows = std::min(kHeight, c.rows - i);
          View<const Real> some = block(a, i, rows, from_k, depth);
          if (a.row_step == 1 && rows == kHeight && cols > 2 * kWidth)
            some = side_by_side(some, turned);
          for (std::size_t j = 0; j < cols; j += kWidth) {
            multiply_tile(block(c, i, rows, first + j, std::min(kWidth, cols - j)), some,
                          panels[j / kWidth], fresh && from_k == 0);
          }
        }
      }
    }
  }
};

// Of a narrow head a tile of 16 columns would be filled in part.
template <std::size_t Lanes>
[[gnu::always_inline]] inline void float_product(const View<float>& c, const View<const float>& a,
                                                 const View<const float>& b, bool fresh) {
  if constexpr (Lanes >= 8) {
    if (c.cols <= 8) return Kernel<float, 8, 1>::product(c, a, b, fresh);
  }
  Kernel<float, Lanes, Lanes == 16 ? 1 : 2>::product(c, a, b, fresh);
}

#if defined(POSEMBED_VERSIONS)
__attribute__((target("avx512f"))) void product(const View<float>& c, const View<const float>& a,
                                                const View<const float>& b, bool fresh) {
  float_product<16>(c, a, b, fresh);
}
__attribute__((target("avx2"))) void product(const View<float>& c, const View<const float>& a,
                                             const View<const float>& b, bool fresh) {
  float_product<8>(c, a, b, fresh);
}
__attribute__((target("default")))
#endif
void product(const View<float>& c, const View<const float>& a, const View<const float>& b,
             bool fresh) {
  float_product<kVectorLanes>(c, a, b, fresh);
}

void product(const View<double>& c, const View<const double>& a, const View<const double>& b,
             bool fresh) {
  Kernel<double, kVectorLanes / 2, 2>::product(c, a, b, fresh);
}

// Apart, rows of c or, where it has more of them, columns: as few parts as there are places, or
// large ones, since each packs what it needs of b anew.
template <class Real>
void product_apart(const View<Real>& c, const View<const Real>& a, const View<const Real>& b,
                   bool fresh) {
  const double work = static_cast<double>(c.rows * c.cols) * static_cast<double>(a.cols);
  const bool by_rows = c.rows >= c.cols;
  const std::size_t size = by_rows ? c.rows : c.cols;
  constexpr std::size_t kTile = 16;
  const std::size_t tiles = std::clamp<std::size_t>(size / Workers::places() / kTile, 1, 16);
  parts_apart(
      size, work,
      [&](const Part& part) {
        const std::size_t count = part.last - part.first;
        if (by_rows) {
          product(block(c, part.first, count, 0, c.cols), block(a, part.first, count, 0, a.cols), b,
                  fresh);
        } else {
          product(block(c, 0, c.rows, part.first, count), a, block(b, 0, b.rows, part.first, count),
                  fresh);
        }
      },
      tiles * kTile);
}

}  // namespace

void add_product(View<float> c, View<const float> a, View<const float> b) {
  product_apart(c, a, b, false);
}
void set_product(View<float> c, View<const float> a, View<const float> b) {
  product_apart(c, a, b, true);
}
void add_product(View<double> c, View<const double> a, View<const double> b) {
  product_apart(c, a, b, false);
}
void set_product(View<double> c, View<const double> a, View<const double> b) {
  product_apart(c, a, b, true);
}
