// The names of the book in memory: what they are asked is answered as without them, they warm while rescreenings wait,
// and nothing of a subject stays after its erasure.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "app/book_index.h"
#include "app/reading.h"
#include "app_world.h"
#include "screening/list_document.h"

namespace licet::app_test {
namespace {

using record::TableId;

constexpr const char* kBorn = "1965-03-04";

screening::List list_of(const std::vector<std::pair<std::string, std::string>>& names, Instant as_of) {
  screening::List list;
  list.kind = "ofac-sdn";
  list.as_of = as_of;
  for (const auto& [id, name] : names) {
    screening::Entry entry;
    entry.entry_id = id;
    entry.type = screening::EntryType::kPerson;
    entry.names.push_back({name});
    entry.births.push_back({*parse_date(kBorn), *parse_date(kBorn)});
    screening::seal_entry(entry);
    list.entries.push_back(std::move(entry));
  }
  screening::seal_list(list);
  return list;
}

class Book : public ::testing::Test {
 protected:
  Book() {
    load({{"1", "SOMEBODY, Else"}, {"2", "ANYBODY, Other"}, {"3", "NOBODY, Known"}});
    world_.import(
        "email,first_name,last_name,company,country,product,lawful_basis,source_id\n"
        "q@example.com,Thaddeus,Quennell,,GB,funds,consent,X-1\n"
        "z@example.com,Thaddeus,Zembrowski,Hagebottom Minerals,GB,funds,consent,X-2\n"
        "n@example.com,,,,GB,funds,consent,X-3\n");
  }
  void load(const std::vector<std::pair<std::string, std::string>>& names) {
    must(app::load_list(world_.deps(), world_.first(), list_of(names, world_.clock().now()), {.accept_shrink = true}));
  }
  SubjectId subject(const std::string& source_id) {
    return SubjectId::parse(world_.lead(world_.lead_of(source_id)).text("subject")).value();
  }
  app::JobReport rescreen(app::BookIndex* book) {
    app::Deps deps = world_.deps();
    deps.book = book;
    return must(app::run_job(deps, world_.first(), "rescreen", nullptr));
  }

  AppWorld world_{{.sqlite = true, .lists = false}};
};

TEST_F(Book, ARescreeningWaitsForItAndFindsTheSame) {
  app::BookIndex book;
  app::BookWarmer warmer(world_.store(), book);
  load({{"1", "SOMEBODY, Else"}, {"2", "ANYBODY, Other"}, {"3", "NOBODY, Known"}, {"4", "QUENNEL, Thadeus"}});
  const app::JobReport report = rescreen(&book);
  EXPECT_TRUE(book.wait_until_warm());
  EXPECT_TRUE(report.rescreen.asked_book);
  EXPECT_EQ(book.names(), 3u);
  EXPECT_EQ(report.rescreen.screened, 3);
  EXPECT_EQ(report.rescreen.hits, 1);
  EXPECT_EQ(world_.lead(world_.lead_of("X-1")).text("screening"), "hit");
  EXPECT_EQ(world_.lead(world_.lead_of("X-2")).text("screening"), "clear");
  EXPECT_EQ(world_.lead(world_.lead_of("X-3")).text("screening"), "nameless");
  world_.expect_sound();
}

TEST_F(Book, WhoArrivedOrChangedSinceIsCompared) {
  app::BookIndex book;
  app::BookWarmer warmer(world_.store(), book);
  ASSERT_TRUE(book.wait_until_warm());
  world_.import(
      "email,first_name,last_name,company,country,product,lawful_basis,source_id\n"
      "z@example.com,Barnaby,Oakshottle,,GB,funds,consent,X-2\n"
      "m@example.com,Barnabi,Oakshottle,,GB,funds,consent,X-4\n");
  load({{"1", "SOMEBODY, Else"}, {"2", "ANYBODY, Other"}, {"3", "NOBODY, Known"}, {"4", "OAKSHOTTLE, Barnaby"}});
  EXPECT_EQ(rescreen(&book).rescreen.hits, 2);
  EXPECT_NE(book.letters().find("oakshottle"), std::string::npos) << "and they are in it from now on";
  world_.expect_sound();
}

/// By the name alone no hit, and one with a birth date that agrees.
TEST_F(Book, WhoSaysFactsIsFoundAtALowerScore) {
  const std::string csv =
      "email,first_name,last_name,birth_date,country,product,lawful_basis,source_id\n"
      ",Barnaby,Oakshottel,,GB,funds,consent,X-5\n"
      ",Barnaby,Oakshottel,1965-03-04,GB,funds,consent,X-6\n"
      ",Barnaby,Oakshottel,1930-03-04,GB,funds,consent,X-7\n";
  world_.import(csv);
  app::BookIndex book;
  app::BookWarmer warmer(world_.store(), book);
  ASSERT_TRUE(book.wait_until_warm());
  const std::string listed = "OAKSHOTTLE, Barnabe Ignatius";
  const auto score = screening::align(*screening::normalise("Barnaby Oakshottel", screening::NameForm::kPerson),
                                      *screening::normalise(listed, screening::NameForm::kPerson))
                         .score;
  ASSERT_GE(score, screening::Thresholds{}.corroborated);
  ASSERT_LT(score, screening::Thresholds{}.person);
  load({{"1", "SOMEBODY, Else"}, {"2", "ANYBODY, Other"}, {"3", "NOBODY, Known"}, {"4", listed}});
  const app::JobReport report = rescreen(&book);
  EXPECT_TRUE(report.rescreen.asked_book);
  EXPECT_EQ(report.rescreen.hit_leads, std::vector<std::string>{world_.lead_of("X-6").str()});
  world_.expect_sound();
}

/// What a list asks holds for its entries alone.
TEST_F(Book, TheThresholdsOfAListCount) {
  app::BookIndex book;
  const SubjectId someone = subject("X-1");
  book.put(someone, {{"Barnaby", "Oakshottel", ""}});
  book.set_warm();
  const auto lists = must(screening::ListIndex::build(
      {std::make_shared<const screening::List>(list_of({{"1", "OAKSHOTTLE, Barnabe Ignatius"}}, Instant{}))}));
  const auto found = [&](const screening::ThresholdSet& thresholds) {
    return book.candidates(*lists, thresholds).subjects();
  };
  screening::Thresholds low;
  low.person = low.corroborated;
  EXPECT_TRUE(found({}).empty());
  EXPECT_EQ(found(low), std::vector<SubjectId>{someone});
  screening::ThresholdSet of_list;
  of_list.lists = {{"ofac-sdn", low}};
  EXPECT_EQ(found(of_list), std::vector<SubjectId>{someone});
  of_list.lists = {{"un", low}};
  EXPECT_TRUE(found(of_list).empty());
}

/// A fact that joins the names makes another question of them.
TEST_F(Book, KnowsWhetherSomebodySaysFacts) {
  app::BookIndex book;
  const SubjectId someone = subject("X-1");
  app::BorneName name{"Thaddeus", "Quennell", ""};
  book.put(someone, {name});
  EXPECT_TRUE(book.knows(someone, {name}));
  name.facts.birth_date = kBorn;
  EXPECT_FALSE(book.knows(someone, {name}));
  book.put(someone, {name});
  EXPECT_TRUE(book.knows(someone, {name}));
  name.facts.birth_date = "1930-01-01";
  EXPECT_TRUE(book.knows(someone, {name})) << "which fact is for whoever compares";
}

TEST_F(Book, WhomItNamesIsScreenedBeforeTheOthers) {
  // More than are written down at a time.
  std::vector<std::pair<std::string, std::string>> names;  // by source id
  std::string csv = "email,first_name,last_name,country,product,lawful_basis,source_id\n";
  for (const char* begin : {"Oak", "Winter", "Hage", "Quen", "Berga", "Zem", "Vanter"})
    for (const char* end : {"shottle", "ley", "bottom", "nellis", "masco", "browski", "pool", "wick", "ford", "dale"}) {
      const std::string id = "Y-" + std::to_string(names.size());
      names.emplace_back(id, std::string(begin) + end);
      csv += id + "@example.com,Barnaby," + names.back().second + ",GB,funds,consent," + id + "\n";
    }
  world_.import(csv);
  // The one whose turn would come last.
  const auto last = *std::max_element(names.begin(), names.end(), [&](const auto& a, const auto& b) {
    return world_.lead_of(a.first).str() < world_.lead_of(b.first).str();
  });
  app::BookIndex book;
  app::BookWarmer warmer(world_.store(), book);
  ASSERT_TRUE(book.wait_until_warm());
  load({{"1", "SOMEBODY, Else"}, {"2", "ANYBODY, Other"}, {"3", "NOBODY, Known"}, {"4", last.second + ", Barnaby"}});
  const app::JobReport report = rescreen(&book);
  EXPECT_EQ(report.rescreen.hit_leads, std::vector<std::string>{world_.lead_of(last.first).str()});
  EXPECT_EQ(report.rescreen.screened, 73);
  std::vector<std::string> screened;
  must(world_.store().entries(world_.first(), 0, [&](const app::StoredEntry& stored) {
    for (const record::Event& event : must(app::stored_body(stored)).events)
      if (event.type == "lead_screened")
        screened.push_back(event.fields.find(std::string_view("lead"))->second.as_string());
    return true;
  }));
  ASSERT_EQ(screened.size(), 2 * 73u) << "each on arrival, and each again";
  EXPECT_EQ(screened[73], report.rescreen.hit_leads[0]);
  EXPECT_EQ(std::count(screened.begin() + 73, screened.end(), screened[73]), 1) << "and once";
  world_.expect_sound();
}

TEST_F(Book, SearchesGoOnWhileSegmentsBecomeOne) {
  app::BookIndex book;
  std::vector<SubjectId> subjects;
  const auto name_of = [](std::size_t i) {
    std::string last = "Quen";
    for (; i > 0; i /= 26) last += static_cast<char>('a' + i % 26);
    return app::BorneName{"Thaddeus", last, ""};
  };
  constexpr std::size_t kMany = 3 * screening::NameBook::kWaitingMax;
  for (std::size_t i = 0; i < kMany; ++i) subjects.push_back(SubjectId::make(world_.random()));
  std::thread filler([&] {
    for (std::size_t i = 0; i < kMany; ++i) book.put_first(subjects[i], {name_of(i)});
    book.set_warm();
  });
  const auto lists = must(screening::ListIndex::build(
      {std::make_shared<const screening::List>(list_of({{"1", "Quenab Thaddeus"}}, Instant{}))}));
  for (std::size_t i = 0; i < kMany; i += 7) {
    book.erase(subjects[i]);
    if (i % 700 == 0) book.candidates(*lists, {});
  }
  filler.join();
  EXPECT_EQ(book.names(), kMany - (kMany + 6) / 7);
  const auto candidates = book.candidates(*lists, {});
  for (const SubjectId& found : candidates.subjects()) {
    const auto at = static_cast<std::size_t>(std::find(subjects.begin(), subjects.end(), found) - subjects.begin());
    EXPECT_NE(at % 7, 0u);
  }
}

TEST_F(Book, NothingOfAnErasedSubjectStays) {
  app::BookIndex book;
  app::BookWarmer warmer(world_.store(), book);
  ASSERT_TRUE(book.wait_until_warm());
  ASSERT_NE(book.letters().find("quennell"), std::string::npos);
  const SubjectId erased = subject("X-1");
  app::Deps deps = world_.deps();
  deps.book = &book;
  const auto seen = must(app::erasure_proposal(deps, world_.second(), erased, "request"));
  must(app::erase_subject(deps, world_.first(), world_.second(), erased, "request", seen.digest));
  EXPECT_EQ(book.letters().find("quennell"), std::string::npos);
  EXPECT_NE(book.letters().find("thaddeus"), std::string::npos) << "another has that word";
  EXPECT_EQ(book.names(), 2u);
  // Nor does it come back with somebody who read it before.
  book.put(erased, {{"Thaddeus", "Quennell", ""}});
  book.put_first(erased, {{"Thaddeus", "Quennell", ""}});
  EXPECT_EQ(book.letters().find("quennell"), std::string::npos);
  EXPECT_FALSE(book.knows(erased, {{"Thaddeus", "Quennell", ""}}));
}

TEST_F(Book, WhoIsErasedWhileItWarmsDoesNotComeIn) {
  app::BookIndex book;
  const SubjectId erased = subject("X-1");
  book.erase(erased);
  app::BookWarmer warmer(world_.store(), book);
  ASSERT_TRUE(book.wait_until_warm());
  EXPECT_EQ(book.letters().find("quennell"), std::string::npos);
}

TEST_F(Book, AWarmingThatIsStoppedLetsTheRescreeningCompare) {
  app::BookIndex book;
  {
    app::BookWarmer warmer(world_.store(), book);
    warmer.stop();
  }
  load({{"1", "SOMEBODY, Else"}, {"2", "ANYBODY, Other"}, {"3", "NOBODY, Known"}, {"4", "QUENNEL, Thadeus"}});
  const app::JobReport report = rescreen(&book);
  EXPECT_FALSE(report.rescreen.asked_book);
  EXPECT_EQ(report.rescreen.hits, 1);
  world_.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
