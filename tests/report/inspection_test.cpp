#include "report/inspection.h"

#include "models/position_predictor.h"
#include "test.h"

namespace {

Safetensors small_file() {
  Safetensors file;
  file.metadata = {{"a", "say \"1\""}, {"b", std::string(70, 'x')}, {"c", std::string(10, 'y')}};
  Tensor tensor({1, 2});
  tensor[0] = -3;
  tensor[1] = 4;
  file.tensors["optimizer.exp_avg.w"] = tensor;
  tensor[0] = 1e-5F;
  file.tensors["w"] = tensor;
  return file;
}

// Position 1 points where the linear layer reads, position 0 the other way.
struct SmallModel : PositionPredictor<float> {
  SmallModel() : PositionPredictor<float>({1, 2, 1}) {
    pos_embedding.value[0] = -1;
    pos_embedding.value[1] = 1;
    linear_weight.value[0] = 0.5F;
  }
};

}  // namespace

TEST(inspection, text_has_settings_tensors_and_charts) {
  const std::string text = inspection_text(small_file(), SmallModel(), std::vector<double>{1, 2});
  const std::string start =
      "a say \"1\"\nb " + std::string(70, 'x') +
      "\nc yyyyyyyyyy\n\n"
      "tensor                                    shape           norm smallest  largest\n"
      "exp_avg.w                                 [1, 2]          5.00    -3.00     4.00\n"
      "w                                         [1, 2]          4.00    1e-05     4.00\n"
      "\nThe ruler: the position that each position's embedding stands for\n\nposition";
  CHECK_EQ(text.substr(0, start.size()), start);
  CHECK(text.find("to @ (1)\n\n       0@@\n       1  @@\n\nHow far ") != std::string::npos);
  CHECK(text.find("random start\n\n       0        1.00    ====") != std::string::npos);
  Safetensors nothing;
  CHECK_EQ(inspection_text(nothing, SmallModel(), {}).rfind("no settings in the file\n\n", 0), 0U);
}

TEST(inspection, json_has_these_lines) {
  const std::string lines =
      "{\"metadata\":{\"a\":\"say \\\"1\\\"\",\"b\":\"" + std::string(70, 'x') +
      "\",\"c\":\"yyyyyyyyyy\"},\n"
      "\"tensors\":{\"optimizer.exp_avg.w\":{\"shape\":[1, 2],\"norm\":5.0,\"smallest\":-3.0,"
      "\"largest\":4.0},\n"
      "\"w\":{\"shape\":[1, 2],\"norm\":4.000000000012499,\"smallest\":9.999999747378752e-06,"
      "\"largest\":4.0}},\n"
      "\"ruler\":[-0.5,0.5],\n\"similarities\":[1.0,-1.0,-1.0,1.0]";
  CHECK_EQ(inspection_json(small_file(), SmallModel(), {}), lines + "}\n");
  CHECK_EQ(inspection_json(small_file(), SmallModel(), std::vector<double>{0, 2}),
           lines + ",\n\"moved\":[0.0,2.0]}\n");
}
