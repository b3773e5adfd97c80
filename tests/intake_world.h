// People who come in by an import, the example's list with somebody more or less on it, and a firm that takes them up.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "app/list_commands.h"
#include "app/review_commands.h"
#include "app_world.h"

namespace licet::app_test {

using record::TableId;

constexpr const char* kHeader =
    "email,first_name,last_name,company,phone,street,city,state,postal_code,country,birth_date,prospect_type,product,"
    "lawful_basis,source_id,campaign\n";

/// A Londoner who would go to the UK desk.
struct Person {
  std::string source_id = "X-1";
  std::string first_name = "Barnaby", last_name = "Oakshottle", company{};
  std::string email = "barnaby@example.com", phone{}, street = "2 Pretend Row", birth_date{};
  std::string prospect_type = "retail", product = "funds", campaign = "spring";
};
inline std::string row(const Person& p) {
  return p.email + "," + p.first_name + "," + p.last_name + "," + p.company + "," + p.phone + "," + p.street +
         ",London,,,GB," + p.birth_date + "," + p.prospect_type + "," + p.product + ",consent," + p.source_id + "," +
         p.campaign + "\n";
}
inline std::string file(const std::vector<Person>& people) {
  std::string out = kHeader;
  for (const Person& person : people) out += row(person);
  return out;
}
inline Person listed(std::string source_id = "X-1") {
  Person person;
  person.source_id = std::move(source_id);
  person.first_name = "Mirko";
  person.last_name = "Ostrovsky-Kale";
  return person;
}

/// The example's list with a line taken out or put in, of a date.
inline screening::List list_of(Instant as_of, const std::string& without = "", const std::string& more = "") {
  std::string sdn = read_text(kFirmFolder + "lists/sdn.csv");
  const std::string alt = read_text(kFirmFolder + "lists/alt.csv"), add = read_text(kFirmFolder + "lists/add.csv");
  std::string kept_alt = alt, kept_add = add;
  const auto drop = [&](std::string& text) {
    for (std::size_t at = 0; !without.empty() && (at = text.find("\r\n" + without + ",", at)) != std::string::npos;)
      text.erase(at + 2, text.find("\r\n", at + 2) - at);
    while (!without.empty() && text.rfind(without + ",", 0) == 0) text.erase(0, text.find("\r\n") + 2);
  };
  drop(sdn);
  drop(kept_alt);
  drop(kept_add);
  sdn.insert(0, more);
  const std::vector<screening::SourceFile> files = {{"sdn.csv", sdn}, {"alt.csv", kept_alt}, {"add.csv", kept_add}};
  return must(screening::read_ofac_csv("ofac-sdn", files, as_of)).list;
}
inline std::string entry(const std::string& number, const std::string& name) {
  std::string out = number + ",\"" + name + "\",\"individual\",\"DEMO\"";
  for (int i = 0; i < 8; ++i) out += ",-0- ";
  return out + "\r\n";
}

class Intake : public ::testing::Test {
 protected:
  explicit Intake(const WorldOptions& options = {}) : world_(options) {}

  app::ListReport load(const screening::List& list, bool replace_newer = false) {
    return must(
        app::load_list(world_.deps(), world_.first(), list,
                       {.accept_shrink = true, .replace_newer = replace_newer, .note = "the newer one was cut off"}));
  }
  record::Row lead(const std::string& source_id = "X-1") { return world_.lead(world_.lead_of(source_id)); }
  std::string reasons(const std::string& source_id = "X-1") { return world_.reasons_of(world_.lead_of(source_id)); }
  record::Row subject(const std::string& source_id = "X-1") {
    return world_.row(TableId::kSubject, std::string(lead(source_id).text("subject"))).value();
  }
  void expect_frozen(const std::string& source_id = "X-1") {
    EXPECT_EQ(lead(source_id).text("screening"), "hit");
    EXPECT_EQ(lead(source_id).text("status"), "review");
    EXPECT_TRUE(lead(source_id).null("owner"));
    EXPECT_NE(reasons(source_id).find("\"screening_hit\""), std::string::npos) << reasons(source_id);
  }
  /// Two persons find every open hit false.
  app::CaseAnswer found_false(const std::string& source_id = "X-1") {
    const CaseId id = world_.case_of(world_.lead_of(source_id));
    must(app::claim_case(world_.deps(), world_.first(), id));
    const app::CaseAnswer proposed = must(app::decide_case(
        world_.deps(), world_.first(), id, {"release", {{"screening", "false_positive"}}, "another birth date"}));
    return must(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal));
  }
  /// The text of every entry.
  std::string ledger() {
    std::string out;
    must(world_.store().entries(world_.second(), 0, [&](const app::StoredEntry& entry) {
      out += entry.bytes + "\n";
      return true;
    }));
    return out;
  }

  AppWorld world_;
};

class WithoutLists : public Intake {
 protected:
  WithoutLists() : Intake(options()) {}
  static WorldOptions options() {
    WorldOptions options;
    options.lists = false;
    return options;
  }
};

}  // namespace licet::app_test
