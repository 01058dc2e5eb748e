#include "stack_numbers.h"

TEST(stack_encodings, tables_have_each_number_in_its_place) {
  Names cells =
      each_with({"learned", "sinusoidal", "rotary", "alibi", "none", "none causal", "alibi causal"},
                {"position", "previous", "first"});
  const Names deep = each_with({"sinusoidal x2", "sinusoidal x4"}, {"previous", "first"});
  cells.insert(cells.end(), deep.begin(), deep.end());
  check_tables(
      "encodings", {cells, 1, {"training error", "fresh error", "beyond error"}},
      {"One layer: squared error on fresh sequences, places 0 to 19\n"
       "encoding|position|previous|first\nlearned|200|201|202\nsinusoidal|203|204|205\n"
       "rotary|206|207|208\nalibi|209|210|211\nnone|212|213|214\nnone causal|215|216|217\n"
       "alibi causal|218|219|220\n\nThe same, places 20 to 39, beyond the length of training\n"
       "encoding|position|previous|first\nlearned|300|301|302",
       "alibi causal|318|319|320\n\n"
       "The fixed encoding, sinusoidal, by depth: in range and beyond\n"
       "layers|previous|first|previous, beyond|first, beyond\n1|204|205|304|305\n"
       "2|221|222|321|322\n4|223|224|323|324\n"});
}

TEST(stack_encodings, finding_has_its_thresholds) {
  const std::string fixed = "sinusoidal: ";
  Numbers usual;
  for (const char* row : {"learned", "sinusoidal", "rotary", "alibi", "none", "none causal",
                          "alibi causal", "sinusoidal x4", "sinusoidal x2"}) {
    for (const std::string target : {": position", ": previous", ": first"}) {
      usual.push_back({row + target, quantity::kFresh, 0.3});
      usual.push_back({row + target, quantity::kBeyond, 0.3});
      usual.push_back({row + target, quantity::kTraining, 0.01});
      usual.push_back({row + target, quantity::kGuessing, target == ": position" ? 0.9 : 1});
    }
  }
  std::vector<Edge> edges = {
      {{{"sinusoidal x4: previous", quantity::kFresh, 0.29},
        {"sinusoidal: first", quantity::kFresh, 0.2},
        {"sinusoidal x4: first", quantity::kFresh, 0.19}},
       "From 1 to 4 layers, the error of the fixed encoding goes from 0.3 to 0.29 (previous) and "
       "from 0.2 to 0.19 (first): within the range of training depth does not make it worse. "
       "Beyond that range a rule about neighbours is carried by none; within it by none. Positions "
       "are known within it by none, and beyond it by none. Verdict: refuted."}};
  for (const std::string target : {"previous", "first"}) {
    const std::string deep = "sinusoidal x4: " + target;
    edges.push_back({{{deep, quantity::kFresh, 0.449}}, "does not make it worse."});
    edges.push_back({{{deep, quantity::kFresh, 0.449}}, "Verdict: refuted."});
    edges.push_back({{{deep, quantity::kFresh, 0.451}}, "Verdict: holds."});
    edges.push_back({{{deep, quantity::kFresh, 0.451}}, "depth makes it worse."});
    edges.push_back({{{fixed + target, quantity::kFresh, 0.49}, {deep, quantity::kFresh, 0.49}},
                     "Verdict: refuted."});
    edges.push_back({{{fixed + target, quantity::kFresh, 0.51}, {deep, quantity::kFresh, 0.51}},
                     "Verdict: not shown either way."});
    edges.push_back({{{deep, quantity::kGuessing, 0.59}}, "shows nothing"});
  }
  for (const std::string row :
       {"learned", "sinusoidal", "rotary", "alibi", "none", "none causal", "alibi causal"}) {
    const Number previous = {row + ": previous", quantity::kFresh, 0.099};
    const Number position = {row + ": position", quantity::kFresh, 0.089};
    edges.push_back({{{previous.cell, quantity::kBeyond, 0.099}},
                     "carried by " + row + "; within it by none. Positions"});
    edges.push_back({{previous}, "by none; within it by " + row + ". Positions"});
    edges.push_back({{position}, "known within it by " + row + ", and beyond it by none."});
    edges.push_back({{{position.cell, quantity::kBeyond, 0.089}}, "and beyond it by " + row + "."});
    edges.push_back({{{previous.cell, quantity::kBeyond, 0.101}}, "carried by none;"});
    edges.push_back({{{position.cell, quantity::kFresh, 0.091}}, "known within it by none,"});
  }
  check_edges("encodings", usual, edges);
}
