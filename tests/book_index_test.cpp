// The names of the book in memory: what they are asked is answered as without them, they warm while rescreenings wait,
// and nothing of a subject stays after its erasure.
#include <gtest/gtest.h>

#include <string>

#include "app/book_index.h"
#include "app_world.h"
#include "screening/list_document.h"

namespace licet::app_test {
namespace {

using record::TableId;

screening::List list_of(const std::vector<std::pair<std::string, std::string>>& names, Instant as_of) {
  screening::List list;
  list.kind = "ofac-sdn";
  list.as_of = as_of;
  for (const auto& [id, name] : names) {
    screening::Entry entry;
    entry.entry_id = id;
    entry.type = screening::EntryType::kPerson;
    entry.names.push_back({name});
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
  EXPECT_NE(book.texts().find("oakshottle"), std::string::npos) << "and they are in it from now on";
  world_.expect_sound();
}

TEST_F(Book, NothingOfAnErasedSubjectStays) {
  app::BookIndex book;
  app::BookWarmer warmer(world_.store(), book);
  ASSERT_TRUE(book.wait_until_warm());
  ASSERT_NE(book.texts().find("quennell"), std::string::npos);
  const SubjectId erased = subject("X-1");
  app::Deps deps = world_.deps();
  deps.book = &book;
  const auto seen = must(app::erasure_proposal(deps, world_.second(), erased, "request"));
  must(app::erase_subject(deps, world_.first(), world_.second(), erased, "request", seen.digest));
  EXPECT_EQ(book.texts().find("quennell"), std::string::npos);
  EXPECT_NE(book.texts().find("thaddeus"), std::string::npos) << "another has that word";
  EXPECT_EQ(book.names(), 2u);
  // Nor does it come back with somebody who read it before.
  book.put(erased, {{"Thaddeus", "Quennell", ""}});
  book.put_first(erased, {{"Thaddeus", "Quennell", ""}});
  EXPECT_EQ(book.texts().find("quennell"), std::string::npos);
  EXPECT_FALSE(book.knows(erased, {{"Thaddeus", "Quennell", ""}}));
}

TEST_F(Book, WhoIsErasedWhileItWarmsDoesNotComeIn) {
  app::BookIndex book;
  const SubjectId erased = subject("X-1");
  book.erase(erased);
  app::BookWarmer warmer(world_.store(), book);
  ASSERT_TRUE(book.wait_until_warm());
  EXPECT_EQ(book.texts().find("quennell"), std::string::npos);
}

TEST_F(Book, AWarmingThatIsStoppedLetsTheRescreeningCompare) {
  app::BookIndex book;
  {
    app::BookWarmer warmer(world_.store(), book);
    warmer.stop();
  }
  load({{"1", "SOMEBODY, Else"}, {"2", "ANYBODY, Other"}, {"3", "NOBODY, Known"}, {"4", "QUENNEL, Thadeus"}});
  EXPECT_EQ(rescreen(&book).rescreen.hits, 1);
  world_.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
