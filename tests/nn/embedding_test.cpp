#include "nn/embedding.h"

#include "matrix.h"
#include "test.h"

TEST(embedding, looks_up_the_row_of_each_id) {
  Tensor x({0, 2});
  embedding_forward(x, matrix({{1, 2}, {3, 4}, {5, 6}}), {2, 0, 2});
  CHECK(same(x, matrix({{5, 6}, {1, 2}, {5, 6}})));
}

TEST(embedding, adds_each_gradient_to_the_row_it_was_looked_up_from) {
  Tensor dtable = matrix({{0.5F, 0}, {1, 0}, {2, 0}});
  embedding_backward(dtable, matrix({{1, 10}, {2, 20}, {4, 40}}), {2, 0, 2});
  CHECK(same(dtable, matrix({{2.5F, 20}, {1, 0}, {7, 50}})));
}

TEST(embedding, sum_adds_the_vectors) {
  Tensor x = matrix({{1, 2}, {3, 4}});
  sum_forward(x, matrix({{10, 20}, {30, 40}}));
  CHECK(same(x, matrix({{11, 22}, {33, 44}})));
}
