#include "core/strict_float.h"

#include "lesson/similarity.h"

#include <cmath>

std::vector<double> similarities(const Tensor& table) {
  const std::size_t rows = table.rows();
  std::vector<double> products(rows * rows);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < table.cols(); ++k) {
        sum += static_cast<double>(table.row(i)[k]) * table.row(j)[k];
      }
      products[i * rows + j] = sum;
      products[j * rows + i] = sum;
    }
  }
  std::vector<double> cosines(rows * rows);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < rows; ++j) {
      const double norms = std::sqrt(products[i * rows + i]) * std::sqrt(products[j * rows + j]);
      cosines[i * rows + j] = norms > 0 ? products[i * rows + j] / norms : 0;
    }
  }
  return cosines;
}

std::vector<double> distances(const Tensor& a, const Tensor& b) {
  std::vector<double> result(a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < a.cols(); ++k) {
      const double difference = static_cast<double>(a.row(i)[k]) - b.row(i)[k];
      sum += difference * difference;
    }
    result[i] = std::sqrt(sum);
  }
  return result;
}
