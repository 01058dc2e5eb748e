#include "report/inspection.h"

#include "models/position_predictor.h"
#include "models/transformer.h"
#include "test.h"

#include <cmath>

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
  CHECK(has(text, "to @ (1)\n\n       0@@\n       1  @@\n\nHow far "));
  CHECK(has(text, "random start\n\n       0        1.00    ===="));
  Safetensors nothing;
  CHECK_EQ(inspection_text(nothing, SmallModel(), {}).rfind("no settings in the file\n\n", 0), 0U);
}

TEST(inspection, with_layers_has_no_ruler_and_long_names_have_lines_of_their_own) {
  Safetensors file = small_file();
  const std::string name = "exp_avg_sq.layers.0.self_attn.in_proj_weight";
  file.tensors["optimizer." + name] = file.tensors["w"];
  ModelSizes sizes = {1, 2, 2};
  sizes.stack.layers = 1;
  const Transformer<float> model(sizes);
  const std::string text = inspection_text(file, model, std::nullopt);
  CHECK(has(text, "\n" + name + "\n" + std::string(42, ' ') + "[1, 2]"));
  CHECK(!has(text, "The ruler"));
  CHECK(inspection_json(file, model, std::nullopt).find("\"ruler\":[]") != std::string::npos);
}

TEST(inspection, json_has_these_lines) {
  const std::string lines =
      "{\"metadata\":{\"a\":\"say \\\"1\\\"\",\"b\":\"" + std::string(70, 'x') +
      "\",\"c\":\"yyyyyyyyyy\"},\n"
      "\"tensors\":{\"optimizer.exp_avg.w\":{\"shape\":[1, 2],\"norm\":5.0,\"smallest\":-3.0,"
      "\"largest\":4.0},\n"
      "\"w\":{\"shape\":[1, 2],\"norm\":4.000000000012499,\"smallest\":9.999999747378752e-06,"
      "\"largest\":4.0}},\n"
      "\"position_count\":2,\"positions\":[0,1],\n"
      "\"ruler\":[-0.5,0.5],\n\"similarities\":[1.0,-1.0,-1.0,1.0]";
  CHECK_EQ(inspection_json(small_file(), SmallModel(), {}), lines + ",\n\"not_finite\":0}\n");
  CHECK_EQ(inspection_json(small_file(), SmallModel(), std::vector<double>{0, 2}),
           lines + ",\n\"moved\":[0.0,2.0],\n\"not_finite\":0}\n");
}

TEST(inspection, json_has_null_for_what_is_no_number_and_counts_it) {
  SmallModel model;
  model.pos_embedding.value[1] = 3e38F;
  model.linear_weight.value[0] = 3e38F;
  const std::string json = inspection_json({}, model, std::vector<double>{0, std::nan("")});
  CHECK(has(json, "\"ruler\":[-3.0000"));
  CHECK(has(json, ",null],\n\"similarities\""));
  CHECK(has(json, "\"moved\":[0.0,null],\n\"not_finite\":2}"));
}

// All pairs of so many positions would be 80 GB.
TEST(inspection, of_a_large_table_is_of_some_positions_and_says_which) {
  const PositionPredictor<float> model({1, 100000, 1});
  const std::string json = inspection_json({}, model, std::vector<double>(100000, 1));
  CHECK(has(json, "\"position_count\":100000,\"positions\":[0,392,784,"));
  CHECK(has(json, ",99999],\n\"ruler\":[0.0,"));
  CHECK(json.size() < 1000000);
  CHECK(inspection_text({}, model, {}).find("(36 of 100000 positions)") != std::string::npos);
}

TEST(inspection, text_of_foreign_metadata_is_printable_and_short) {
  Safetensors file;
  file.metadata["\x1b[2J"] = std::string(200000, '\n');
  for (int i = 0; i < 1000; ++i) file.metadata["key" + std::to_string(i)] = "1";
  const std::string text = inspection_text(file, SmallModel(), {});
  CHECK(text.rfind("\\x1b[2J \\n\\n", 0) == 0);
  CHECK(!has(text, "\x1b"));
  CHECK(has(text, "\nand 901 more\n"));
  CHECK(text.size() < 5000);
}
