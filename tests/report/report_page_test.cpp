#include "report/report_page.h"

#include "lesson/followed_run.h"
#include "test.h"

#include "core/decimal.h"
#include "training/recorded_runs.h"

namespace {

std::string page_of(const FollowedRun& run) { return report_page(run.seen, "posembed <x>"); }

}  // namespace

TEST(report_page, of_the_default_run_is_small_and_asks_for_nothing) {
  FollowedRun run((Settings()));
  const std::string page = page_of(run);
  CHECK(page.size() < 700000);
  for (const char* reference : {"http:", "https:", "src=", "url(", "@import", "fetch", "import "}) {
    CONTEXT("reference " << reference);
    CHECK_EQ(count_of(page, reference), 0U);
  }
  CHECK_EQ(count_of(page, "<figure id="), 8U);
  CHECK_EQ(count_of(page, "<script"), 2U);
  CHECK(has(page, "<code>posembed &lt;x&gt;</code>"));
}

// The pictures are drawn by the script, and all of their numbers are in the tables.
TEST(report_page, without_script_has_the_tables_of_the_last_frame) {
  FollowedRun run(FollowedRun::small());
  std::string page = page_of(run);
  page.erase(page.find("<script"));
  CHECK_EQ(count_of(page, "<noscript><p>The pictures need JavaScript."), 1U);
  CHECK_EQ(count_of(page, "<svg "), 7U);
  CHECK_EQ(count_of(page, "\"></svg>"), 7U);
  const auto table_of = [&](const std::string& id) {
    CHECK_EQ(count_of(page, "<table id=\"" + id + "\">"), 1U);
    const std::size_t start = page.find("<table id=\"" + id + "\">");
    return page.substr(start, page.find("</table>", start) - start);
  };
  const Snapshot& last = run.seen.frames.back();
  const auto row = [](std::size_t name, const std::string& first) {
    return "<th scope=\"row\">" + std::to_string(name) + "</th><td>" + first + "</td>";
  };
  const auto check = [&](const std::string& id, std::size_t rows, const std::string& last_row) {
    CHECK_EQ(count_of(table_of(id), "<tr>"), rows + 1);
    if (table_of(id).rfind(last_row) == std::string::npos) test::fail(__FILE__, __LINE__, id);
  };
  const std::size_t token = run.seen.shown.tokens.back();
  check("ruler-table", 20, row(19, to_fixed(last.ruler[19], 3)));
  check("loss-table", 4, row(4, to_decimal(run.trainer.last_loss())));
  check("token-table", 100, row(token, to_fixed(token_shifts(last).back(), 3)));
  check("similarity-table", 20, row(19, to_fixed(pair_similarities(last)[190], 2)));
  check("path-table", 20, row(19, to_fixed(run.seen.projection.paths.back()[19][0], 3)));
  check("data-table", 20, row(19, std::to_string(run.seen.counts[19])));
  CHECK(count_of(table_of("share-table"), "<tr>") > 1);
  CHECK(count_of(table_of("journey-table"), "<tr>") > 1);
  CHECK(has(page, "Epoch 4, Loss: " + to_decimal(run.trainer.last_loss())));
  CHECK(has(page, "<b data-now=\"miss\">" + to_fixed(last.largest_miss, 2)));
  CHECK_EQ(count_of(page, "{{"), 0U);
}

TEST(report_page, names_the_weights_that_verify_shows) {
  FollowedRun run((Settings()));
  const std::string page = page_of(run);
  const std::string digest = recorded_runs()[0].recorded.weights.substr(0, 16);
  CHECK_EQ(count_of(page, "Weights afterwards:\n<code>" + digest + "</code>"), 1U);
  CHECK_EQ(count_of(page, "\"weights\":\"" + digest + "\""), 1U);
}

TEST(report_page, says_on_which_places_the_mean_error_is) {
  FollowedRun run(FollowedRun::small());
  const std::string page = page_of(run);
  CHECK_EQ(count_of(page, "<th scope=\"col\">mean absolute error on training places</th>"), 1U);
  CHECK_EQ(count_of(page, "<th scope=\"col\">mean absolute error on fresh sequences</th>"), 1U);
  const Snapshot& last = run.seen.frames.back();
  CHECK_EQ(count_of(page, "<td>" + to_fixed(last.errors[7], 3) + "</td><td>" +
                              to_fixed(last.fresh[7], 3) + "</td>"),
           1U);
}

TEST(report_page, shows_the_settings_that_apply) {
  const auto shown = [](const Settings& settings) {
    const std::string page = page_of(FollowedRun(settings));
    const std::size_t from = page.find("<dl class=\"settings\">");
    return page.substr(from, page.find("</dl>", from) - from);
  };
  Settings settings = FollowedRun::small();
  const std::string plain = shown(settings);
  CHECK_EQ(count_of(plain, "<dt>"), 13U);
  CHECK_EQ(count_of(plain, "<dt>shuffle</dt><dd>off</dd>"), 1U);
  for (const char* key : {"warmup", "positions", "target", "layers", "heads", "norm", "causal"}) {
    CONTEXT("key " << key);
    CHECK_EQ(count_of(plain, "<dt>" + std::string(key) + "<"), 0U);
  }
  settings.adam.warmup = 5;
  CHECK_EQ(count_of(shown(settings), "<dt>warmup</dt><dd>5</dd>"), 1U);
  settings.stack.layers = 1;
  const std::string layered = shown(settings);
  CHECK_EQ(count_of(layered, "<dt>"), 21U);
  CHECK_EQ(count_of(layered, "<dt>heads</dt><dd>2</dd>"), 1U);
  CHECK_EQ(count_of(layered, "<dt>target<"), 0U);
  settings.target = &kTargets[1];
  CHECK_EQ(count_of(shown(settings), "<dt>target</dt><dd>previous</dd>"), 1U);
}

TEST(report_page, says_when_a_run_was_resumed_within_an_epoch) {
  Settings settings = FollowedRun::small();
  settings.batch_size = 10;
  Trainer trainer(settings);
  trainer.step();
  Snapshots snapshots(trainer);
  snapshots.finish(trainer);
  const std::string page = report_page(snapshots.run(), "");
  CHECK_EQ(count_of(page, "The run was resumed within epoch 1. It was stopped before its end."),
           1U);
}

TEST(report_page, says_what_is_left_out) {
  FollowedRun whole(FollowedRun::small());
  CHECK_EQ(count_of(page_of(whole), "class=\"sampled\""), 0U);
  Settings settings = FollowedRun::small();
  settings.max_seq_len = 50;
  settings.vocab_size = 300;
  settings.epochs = 60;
  FollowedRun sampled(settings);
  const std::string page = page_of(sampled);
  CHECK(has(page, "The pictures show 41 of 61 moments between epochs, 32 of 50 positions, "));
  CHECK(has(page, " of 300 tokens, evenly spread."));
}

TEST(report_page, of_a_run_that_all_but_diverged_draws_no_more_than_numbers) {
  Settings settings = FollowedRun::small();
  settings.batch_size = settings.samples;
  settings.epochs = 1;
  settings.adam.lr = 1e19;
  FollowedRun run(settings);
  CHECK_EQ(run.seen.frames.size(), 1U);
  CHECK_EQ(run.seen.frames_left_out, 1U);
  const std::string page = page_of(run);
  CHECK(has(page, "Left out: 1 moment at the end, when"));
  for (const char* wrong : {"=\"nan", "=\"inf", "=\"-nan", "=\"-inf", "nan,", ",nan"}) {
    CONTEXT("wrong " << wrong);
    CHECK_EQ(count_of(page, wrong), 0U);
  }
  // The script reads every number of a frame, which is a line.
  const std::size_t frames = page.find("\"frames\":");
  CHECK(page.substr(frames, page.find("\"journeys\":") - frames).find("null") == std::string::npos);
}

TEST(report_page, is_whole_for_every_encoding_and_for_no_epoch) {
  for (const Encoding* encoding : {find_encoding("sinusoidal"), find_encoding("none")}) {
    Settings settings = FollowedRun::small(encoding);
    FollowedRun run(settings);
    for (const char* figure : {"<figure id=\"similarity\">", "<figure id=\"path\">"}) {
      CONTEXT("figure " << figure);
      CHECK_EQ(count_of(page_of(run), figure), encoding == find_encoding("none") ? 0U : 1U);
    }
    settings.epochs = 0;
    FollowedRun none(settings);
    CHECK(page_of(none).find("The run made no step.") != std::string::npos);
    CHECK(page_of(none).find(">Before the first step.<") != std::string::npos);
  }
}

TEST(report_page, shows_the_validation_loss_where_sequences_are_held_out) {
  Trainer trainer(FollowedRun::small());
  CHECK_EQ(count_of(page_of(FollowedRun(FollowedRun::small())), "alidation"), 2U);  // in its script
  double loss = 8;
  trainer.hold_out("7 fresh sequences", [&](Model<float>&) { return loss /= 2; });
  Snapshots snapshots(trainer);
  follow(snapshots, trainer);
  const std::string page = report_page(snapshots.run(), "posembed");
  CHECK(has(page,
            "; <span class=\"key c4\">validation</span> that of 7 fresh sequences, after the "
            "epoch."));
  CHECK(has(page, "<th scope=\"col\">validation</th>"));
  CHECK(has(page, "<td>0.5</td></tr>"));
  CHECK(has(page, ", Validation loss: 0.5</p>"));
  CHECK(has(page, "The validation loss fell from 4 to 0.5."));
  const std::size_t losses = page.find("\"losses\":[[1,");
  CHECK_EQ(page.substr(page.find(']', losses) - 4, 5), ",4.0]");
}
