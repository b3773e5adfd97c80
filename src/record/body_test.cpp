// Bodies: the canonical text, what is refused, and reading back.
#include "record/body.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.h"
#include "ledger/entry.h"
#include "ledger/seal.h"
#include "record/event_check.h"
#include "record/test_samples.h"

namespace licet::record {
namespace {

using testing::SampleIds;

constexpr std::string_view kOrigin = "licet.example/log";

BodyBuilder builder(const SampleIds& ids) {
  return {ids.event, ids.at, Actor{"person", ids.author.str(), "manager"}, "lead assign"};
}

Result<StoredBody> read(const std::string& text) {
  auto value = json::parse(text, json::kEntryOptions);
  if (!value) return fail(value.error());
  auto whole = parse_body(*value);
  const std::string canonical = json::canonical(*value);
  const auto lean = read_lean_body(canonical);  // what the one refuses the other refuses
  EXPECT_EQ(lean.has_value(), whole.has_value()) << canonical;
  return whole;
}

TEST(Body, TextIsCanonicalAndReadsBack) {
  const SampleIds ids;
  for (NewEvent& event : testing::sample_events(ids)) {
    const std::string type = event.event().type;
    BodyBuilder body = builder(ids);
    body.add(std::move(event));
    auto finished = std::move(body).finish();
    ASSERT_TRUE(finished) << type << ": " << finished.error().text;
    const auto value = json::parse(finished->text(), json::kEntryOptions);
    ASSERT_TRUE(value) << type;
    EXPECT_EQ(json::canonical(*value), finished->text()) << type;
    const auto stored = parse_body(*value);
    ASSERT_TRUE(stored) << type << ": " << stored.error().text;
    EXPECT_EQ(body_text(*stored), finished->text()) << type;
    EXPECT_EQ(stored->id, ids.event);
    EXPECT_EQ(stored->at, ids.at);
    EXPECT_EQ(stored->objects, finished->objects());
    ASSERT_EQ(stored->events.size(), 1U);
    EXPECT_EQ(stored->events[0].fields, finished->events()[0].fields);
  }
}

TEST(Body, TextIsExactlyThis) {
  const SampleIds ids;
  BodyBuilder body = builder(ids);
  body.add(lawful_basis_set(ids.lead, "consent", ids.author, PersonId()));
  auto finished = std::move(body).finish();
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->text(), "{\"at\":1795000000000000,\"by\":{\"id\":\"" + ids.author.str() +
                                  "\",\"kind\":\"person\",\"role\":\"manager\"},\"cmd\":\"lead assign\",\"ev\":\"" +
                                  ids.event.str() + "\",\"events\":[{\"basis\":\"consent\",\"by\":\"" +
                                  ids.author.str() + "\",\"lead\":\"" + ids.lead.str() +
                                  "\",\"t\":\"lawful_basis_set\",\"v\":1}],\"objs\":[[\"lead\",\"" + ids.lead.str() +
                                  "\"],[\"pers\",\"" + ids.author.str() + "\"]]}");
}

TEST(Body, ObjectsAreEveryIdThatEventsNameAndEveryLink) {
  const SampleIds ids;
  BodyBuilder body = builder(ids);
  body.add(subject_erased(ids.subject.str(), "request", ids.author, ids.approver,
                          {{ids.lead, ids.rep}, {ids.other, PersonId()}}, ids.at));
  body.add(case_claimed(ids.review, ids.author));
  body.link("lead", ids.lead.str());
  body.link("rule", "UK-LICENCE");
  auto finished = std::move(body).finish();
  ASSERT_TRUE(finished);
  Objects expected = {{"case", ids.review.str()}, {"lead", ids.lead.str()},     {"lead", ids.other.str()},
                      {"pers", ids.author.str()}, {"pers", ids.approver.str()}, {"pers", ids.rep.str()},
                      {"rule", "UK-LICENCE"},     {"subj", ids.subject.str()}};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(finished->objects(), expected);
}

TEST(Body, ARegisterRecordLinksItsPerson) {
  const SampleIds ids;
  BodyBuilder body = builder(ids);
  body.add(register_put("person:rep",
                        json::Object{{"key", "person:rep"}, {"kind", "person"}, {"person", ids.rep.str()}}, "seed",
                        PersonId(), {}, ids.at));
  auto finished = std::move(body).finish();
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->objects(), (Objects{{"pers", ids.rep.str()}}));
}

TEST(Body, SealsAndSaysWhatItOpensTo) {
  const SampleIds ids;
  SeededRandom random(1);
  const crypto::Key32 dek = crypto::random_key(random);
  BodyBuilder body = builder(ids);
  body.add(person_recorded(ids.rep, {"rep"}, "active", PersonId(), PersonId()));
  body.seal(kOrigin, ids.rep.str(), dek, {{"handle", "jdoe"}, {"name", "Jane Doe"}}, random);
  auto finished = std::move(body).finish();
  ASSERT_TRUE(finished) << finished.error().text;
  ASSERT_EQ(finished->sealed().size(), 1U);
  EXPECT_EQ(finished->text().find("Jane"), std::string::npos);
  EXPECT_EQ(finished->opened().at(ids.rep.str()).at("name"), json::Value("Jane Doe"));
  EXPECT_EQ(finished->ciphertexts().at(ids.rep.str()), finished->sealed()[0].digest);

  const auto stored = read(finished->text());
  ASSERT_TRUE(stored) << stored.error().text;
  ASSERT_EQ(stored->sections.size(), 1U);
  const auto section = ledger::SealedSection::from_json(stored->sections[0]);
  ASSERT_TRUE(section);
  const auto opened = ledger::open_section({kOrigin, ids.event.str()}, *section, finished->sealed()[0].bytes, dek);
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(opened->at("handle"), json::Value("jdoe"));
}

TEST(Body, ASealedFieldMustBeDeclared) {
  const SampleIds ids;
  SeededRandom random(1);
  BodyBuilder body = builder(ids);
  body.add(person_recorded(ids.rep, {"rep"}, "active", PersonId(), PersonId()));
  body.seal(kOrigin, ids.rep.str(), crypto::random_key(random), {{"shoe_size", 43}}, random);
  const auto finished = std::move(body).finish();
  ASSERT_FALSE(finished);
  EXPECT_NE(finished.error().text.find("shoe_size"), std::string::npos);
}

TEST(Body, OneSectionAKey) {
  const SampleIds ids;
  SeededRandom random(1);
  BodyBuilder body = builder(ids);
  body.add(person_recorded(ids.rep, {"rep"}, "active", PersonId(), PersonId()));
  const crypto::Key32 dek = crypto::random_key(random);
  body.seal(kOrigin, ids.rep.str(), dek, {{"name", "a"}}, random);
  body.seal(kOrigin, ids.rep.str(), dek, {{"handle", "b"}}, random);
  EXPECT_FALSE(std::move(body).finish());
}

TEST(Body, TooManySealedFieldsAreSaidByFinish) {
  const SampleIds ids;
  SeededRandom random(1);
  BodyBuilder body = builder(ids);
  body.add(person_recorded(ids.rep, {"rep"}, "active", PersonId(), PersonId()));
  std::map<std::string, json::Value> fields;
  for (std::size_t i = 0; i <= limits::kSealedFieldsMax; ++i) fields.emplace("f" + std::to_string(i), 1);
  body.seal(kOrigin, ids.rep.str(), crypto::random_key(random), fields, random);
  const auto finished = std::move(body).finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, ErrorCode::kLimit);
}

TEST(Body, AttachmentsAreKeptOnce) {
  const SampleIds ids;
  BodyBuilder body = builder(ids);
  const Bytes bytes = {1, 2, 3};
  EXPECT_EQ(body.attach(bytes), body.attach(bytes));
  body.add(lawful_basis_set(ids.lead, "consent", ids.author, PersonId()));
  auto finished = std::move(body).finish();
  ASSERT_TRUE(finished);
  ASSERT_EQ(finished->attachments().size(), 1U);
  EXPECT_EQ(finished->attachments()[0].digest, crypto::digest_text(crypto::sha256(bytes)));
}

TEST(Body, NothingIsNoBody) { EXPECT_FALSE(builder(SampleIds()).finish()); }

TEST(Body, TheActorIsAPersonOrTheSystem) {
  const SampleIds ids;
  const auto finishes = [&](Actor actor, std::string command) {
    BodyBuilder body(ids.event, ids.at, std::move(actor), std::move(command));
    body.add(lawful_basis_set(ids.lead, "consent", ids.author, PersonId()));
    return std::move(body).finish().has_value();
  };
  EXPECT_TRUE(finishes({"system", "", ""}, "jobs run"));
  EXPECT_TRUE(finishes({"system", "reauthorise", ""}, "jobs run"));
  EXPECT_TRUE(finishes({"person", ids.author.str(), ""}, "jobs run"));
  EXPECT_FALSE(finishes({"person", "", ""}, "jobs run"));
  EXPECT_FALSE(finishes({"person", "Jane Doe", ""}, "jobs run"));
  EXPECT_FALSE(finishes({"ghost", "", ""}, "jobs run"));
  EXPECT_FALSE(finishes({"system", "", ""}, "Jane Doe"));
  EXPECT_FALSE(finishes({"system", "", ""}, ""));
}

// Sizes at the limit and one past it; the record is public data of any length.
TEST(Body, SizeLimitNamesTheLargestEvents) {
  const SampleIds ids;
  const auto sized = [&](std::size_t padding) {
    BodyBuilder body = builder(ids);
    body.add(register_put("licence:uk", json::Value(std::string(padding, 'x')), "apply", ids.author, {}, body.at()));
    body.add(lawful_basis_set(ids.lead, "consent", ids.author, PersonId()));
    return std::move(body).finish();
  };
  const auto small = sized(1);
  ASSERT_TRUE(small);
  const std::size_t room = limits::kBodyBytesMax - small->text().size() + 1;
  const auto at_limit = sized(room);
  ASSERT_TRUE(at_limit) << at_limit.error().text;
  EXPECT_EQ(at_limit->text().size(), limits::kBodyBytesMax);
  const auto past = sized(room + 1);
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().code, ErrorCode::kLimit);
  EXPECT_NE(past.error().text.find("60,001"), std::string::npos) << past.error().text;
  EXPECT_LT(past.error().text.find("register_put"), past.error().text.find("lawful_basis_set"));
}

// The links stand beside the body in the entry: the most objects a read may name still fit, with the largest numbers.
TEST(Body, TheMostObjectsOfAReadFitOneEntry) {
  const SampleIds ids;
  SeededRandom random(3);
  std::vector<std::string> leads;
  for (std::size_t i = 0; i < kReadObjectsMax; ++i) leads.push_back(LeadId::make(random).str());
  BodyBuilder body = builder(ids);
  body.add(read_recorded("lead list", leads, "serve the lead", testing::digest_of("x"), 1));
  auto finished = std::move(body).finish();
  ASSERT_TRUE(finished) << finished.error().text;
  std::vector<ledger::Link> links;
  constexpr std::int64_t kMost = (std::int64_t{1} << 53U) - 1;
  for (const auto& [kind, id] : finished->objects()) links.push_back({kind, id, kMost - 1, kMost});
  ledger::ChainState state;
  state.log = std::string(limits::kOriginBytesMax, 'o');
  state.next_seq = static_cast<std::uint64_t>(kMost);
  const auto entry = ledger::compose_envelope(finished->text(), links, state, Instant{kMost});
  EXPECT_TRUE(entry) << entry.error().text;

  for (std::size_t i = 0; i < kReadObjectsMax / 4; ++i) leads.push_back(LeadId::make(random).str());
  BodyBuilder larger = builder(ids);
  larger.add(read_recorded("lead list", leads, "serve the lead", testing::digest_of("x"), 1));
  const auto refused = std::move(larger).finish();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLimit);
}

TEST(Body, ADecisionThatIsTooDeepIsRefused) {
  const SampleIds ids;
  const auto nested = [&](int depth) {
    json::Value value(1);
    for (int i = 0; i < depth; ++i) value = json::Array{value};
    BodyBuilder body = builder(ids);
    body.add(lead_routed(ids.lead, "ny", value, ids.at));
    return std::move(body).finish();
  };
  const auto deepest = nested(4);
  ASSERT_TRUE(deepest) << deepest.error().text;
  ledger::ChainState state;
  state.log = std::string(kOrigin);
  const auto entry = ledger::compose_envelope(deepest->text(), {}, state, ids.at);
  ASSERT_TRUE(entry);
  EXPECT_TRUE(json::parse(*entry, json::kEntryOptions));
  const auto refused = nested(5);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text.find("lead_routed"), std::string::npos);
}

TEST(Body, LinksMustBeLinkable) {
  const SampleIds ids;
  BodyBuilder body = builder(ids);
  body.add(lawful_basis_set(ids.lead, "consent", ids.author, PersonId()));
  body.link("lead", "with space");
  EXPECT_FALSE(std::move(body).finish());
}

// Each change of a good text is refused, and says so as a wrong record.
TEST(Body, OtherFormsAreRefused) {
  const SampleIds ids;
  BodyBuilder body = builder(ids);
  body.add(lawful_basis_set(ids.lead, "consent", ids.author, PersonId()));
  const std::string good = std::move(body).finish()->text();
  ASSERT_TRUE(read(good));
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return read(text);
  };
  const std::pair<std::string_view, std::string_view> kChanges[] = {
      {"{\"at\":1795000000000000,", "{"},
      {"{\"at\":1795000000000000,", "{\"at\":\"x\","},
      {"\"cmd\":\"lead assign\",", ""},
      {"\"kind\":\"person\"", "\"kind\":\"ghost\""},
      {"\"kind\":\"person\"", "\"extra\":1,\"kind\":\"person\""},
      {"\"v\":1", "\"v\":0"},
      {"\"v\":1", "\"v\":1,\"x\":2"},
      {"\"ev\":\"ev_", "\"ev\":\"ex_"},
      {"\"events\":[", "\"events\":[7,"},
      {"\"objs\":[[\"lead\"", "\"objs\":[[\"leaf\""},
      {"\"objs\":[", "\"objs\":[[\"zzz\",\"1\"],"},
      {"\"objs\":", "\"more\":1,\"objs\":"},
  };
  for (const auto& [from, to] : kChanges) {
    const auto result = changed(from, to);
    ASSERT_FALSE(result) << from << " -> " << to;
    EXPECT_EQ(result.error().code, ErrorCode::kTampered) << from << " -> " << to << ": " << result.error().text;
  }
  const auto newer = changed("\"v\":1", "\"v\":2");
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace licet::record
