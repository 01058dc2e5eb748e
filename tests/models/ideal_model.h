// A model whose position i stands for i, whatever the token.
#pragma once

#include "models/position_predictor.h"

struct IdealModel : PositionPredictor<float> {
  IdealModel() : PositionPredictor<float>({10, 6, 2}) {
    linear_weight.value[0] = 2;
    for (std::size_t i = 0; i < 6; ++i) pos_embedding.value.row(i)[0] = static_cast<float>(i) / 2;
  }
};
