#include "cli/seed_list.h"

#include "test.h"

TEST(seed_list, takes_numbers_and_ranges_in_their_order) {
  CHECK(seeds_of("7") == std::vector<std::uint64_t>({7}));
  CHECK(seeds_of("1,5,10..12,0") == std::vector<std::uint64_t>({1, 5, 10, 11, 12, 0}));
  CHECK(seeds_of("18446744073709551614..18446744073709551615") ==
        std::vector<std::uint64_t>({UINT64_MAX - 1, UINT64_MAX}));
  CHECK_EQ(seeds_of("0..9999999").size(), 10000000U);
}

TEST(seed_list, refuses_what_is_no_list) {
  for (const char* text :
       {"", ",", "1,", "a", "1..", "..2", "3..1", "1-3", "1...3", "-1", "1 ,2"}) {
    CHECK_THROWS(
        UsageError, seeds_of(text),
        "--seeds expects whole numbers and ranges such as 0..999 or 1,5,10..20, but got \"" +
            std::string(text) + "\"");
  }
  CHECK_THROWS(UsageError, seeds_of("3,1..4"),
               "--seeds expects each seed once, not 3 twice, but got \"3,1..4\"");
  for (const char* text : {"0..10000000", "0..9999999,10000000", "0..18446744073709551615"}) {
    CHECK_THROWS(UsageError, seeds_of(text),
                 "--seeds expects at most 10000000 seeds, but got \"" + std::string(text) + "\"");
  }
}

TEST(seed_list, is_written_as_short_as_it_goes) {
  CHECK_EQ(text_of_seeds({}), "");
  CHECK_EQ(text_of_seeds({3}), "3");
  CHECK_EQ(text_of_seeds({0, 1, 2, 5, 6, 9}), "0..2,5,6,9");
  CHECK_EQ(text_of_seeds({UINT64_MAX - 2, UINT64_MAX - 1, UINT64_MAX}),
           "18446744073709551613..18446744073709551615");
}
