// The same publication in another order is the same list: rows of CSV, lines, elements of XML.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "screening/list_document.h"
#include "screening/list_samples.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::error_of;
using testing::Files;
using testing::read_files;

/// Lines of a file, of which a quoted field may hold several.
std::vector<std::string> rows_of(const std::string& text) {
  std::vector<std::string> rows(1);
  bool quoted = false;
  for (const char c : text) {
    rows.back() += c;
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) rows.emplace_back();
  }
  rows.pop_back();
  return rows;
}

/// How many rows at its beginning say what the file is.
std::size_t headings_of(const std::string& kind) {
  if (kind == "ofac-sdn" || kind == "opensanctions-ftm") return 0;
  return kind.starts_with("uk") ? 2 : 1;
}

std::string with_rows_shuffled(const std::string& kind, const std::string& text, std::mt19937& random) {
  std::vector<std::string> rows = rows_of(text);
  std::shuffle(rows.begin() + static_cast<std::ptrdiff_t>(headings_of(kind)), rows.end(), random);
  std::string out;
  for (const std::string& row : rows) out += row;
  return out;
}

/// An element of an invented sample, which has no comments and no prefixes.
struct Element {
  std::string open, text, close;
  std::vector<Element> children;
};

Element element_at(const std::string& text, std::size_t& at) {
  Element element;
  const std::size_t end = text.find('>', at);
  element.open = text.substr(at, end + 1 - at);
  at = end + 1;
  if (element.open.ends_with("/>")) return element;
  while (true) {
    const std::size_t next = text.find('<', at);
    element.text += text.substr(at, next - at);
    at = next;
    if (text.compare(at, 2, "</") == 0) break;
    element.children.push_back(element_at(text, at));
  }
  const std::size_t closed = text.find('>', at);
  element.close = text.substr(at, closed + 1 - at);
  at = closed + 1;
  if (!element.children.empty()) element.text = "\n";
  return element;
}

/// The children in any order, but where the order is what the publisher says: the sections of a file, and the words of
/// a name.
void shuffle(Element& element, std::mt19937& random) {
  for (Element& child : element.children) shuffle(child, random);
  if (element.open.starts_with("<Sanctions ") || element.open.starts_with("<DocumentedName ")) return;
  std::shuffle(element.children.begin(), element.children.end(), random);
}

std::string text_of(const Element& element) {
  std::string out = element.open;
  for (const Element& child : element.children) out += text_of(child);
  return out + element.text + element.close;
}

std::string with_elements_shuffled(const std::string& text, std::mt19937& random) {
  std::size_t at = text.find('<', text.find("?>"));
  const std::string head = text.substr(0, at);
  Element root = element_at(text, at);
  for (Element& section : root.children) shuffle(section, random);
  if (!root.open.starts_with("<Sanctions")) std::shuffle(root.children.begin(), root.children.end(), random);
  return head + text_of(root) + "\n";
}

std::string shuffled(const std::string& kind, const std::string& text, std::mt19937& random) {
  return text.starts_with("<?xml") ? with_elements_shuffled(text, random) : with_rows_shuffled(kind, text, random);
}

RC_GTEST_PROP(ListOrder, RowsAndElementsInAnyOrderAreTheSameList, ()) {
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  for (const testing::KindSample& sample : testing::all_samples()) {
    const auto plain = read_files(sample.kind, sample.files);
    RC_ASSERT(plain.has_value());
    Files files = sample.files;
    for (auto& [name, text] : files) text = shuffled(sample.kind, text, random);
    std::shuffle(files.begin(), files.end(), random);
    const auto other = read_files(sample.kind, files);
    if (!other) RC_LOG() << sample.kind << ": " << error_of(other) << "\n" << files[0].second;
    RC_ASSERT(other.has_value());
    if (other->list.entries != plain->list.entries)
      RC_LOG() << sample.kind << "\n" << list_to_document(plain->list) << list_to_document(other->list);
    RC_ASSERT(other->list.entries == plain->list.entries);
    RC_ASSERT(other->list.digest == plain->list.digest);
    RC_ASSERT(other->list.as_of == plain->list.as_of);
  }
}

TEST(ListOrder, OfTwoGendersNoneIsKnownAndBothAreKept) {
  std::string text = testing::uk_sample();
  const std::string alias = "\"dd/mm/1967\",,,,,,,";
  ASSERT_NE(text.find(alias), std::string::npos);
  text = testing::with(text, alias, "\"dd/mm/1967\",,,,,,,\"Female\"");
  const auto read = read_files("uk", {{"list", text}});
  ASSERT_TRUE(read) << error_of(read);
  const Entry& entry = *testing::entry_of(*read, "INV0001");
  EXPECT_EQ(entry.gender, Gender::kUnknown);
  const std::pair<std::string, std::string> both("gender_text", "Female; Male");
  EXPECT_NE(std::find(entry.details.begin(), entry.details.end(), both), entry.details.end());
}

}  // namespace
}  // namespace licet::screening
