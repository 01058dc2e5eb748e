#include "files/csv.h"

#include "test.h"

TEST(csv, fields_stand_between_commas) {
  using Fields = std::vector<std::string>;
  CHECK(csv_fields("a,,b c,") == (Fields{"a", "", "b c", ""}));
  CHECK(csv_fields("\"a,b\",\"c \"\"d\"\"\",e") == (Fields{"a,b", "c \"d\"", "e"}));
  CHECK(csv_fields("") == (Fields{""}));
  CHECK_EQ(csv_field("a,b"), "\"a,b\"");
  CHECK_EQ(csv_field("\"c\" d"), "\"\"\"c\"\" d\"");
}
