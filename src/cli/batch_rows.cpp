#include "cli/batch_rows.h"

#include <algorithm>
#include <array>
#include <span>

#include "app/csv_writer.h"
#include "base/json.h"

namespace licet::cli {
namespace {

using screening::Hit;

constexpr std::array<std::string_view, 16> kColumns{
    "row",         "id",          "name", "company",  "verdict", "hits",     "list",  "entry_id",
    "listed_name", "listed_kind", "type", "strength", "score",   "evidence", "facts", "error"};

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

std::string asked_name(const screening::Query& query) {
  if (!query.full_name.empty()) return query.full_name;
  return query.first_name + (query.first_name.empty() || query.last_name.empty() ? "" : " ") + query.last_name;
}

/// "birth_date confirmed (1966-09-08 / 1966); country contradicted (FR / KP)".
std::string facts_text(const screening::Corroboration& corroboration) {
  std::string out;
  for (const screening::Fact& fact : corroboration.facts)
    out += (out.empty() ? "" : "; ") + std::string(fact.name) + ' ' + std::string(verdict_name(fact.verdict)) + " (" +
           fact.asked + " / " + fact.listed + ')';
  return out;
}

void append_line(const app::ScreenedRow& row, const Hit* hit, std::string& out) {
  std::array<std::string, kColumns.size()> cells;
  std::size_t at = 0;
  const auto put = [&](std::string text) { cells[at++] = std::move(text); };
  put(std::to_string(row.row));
  put(row.asked.id);
  put(asked_name(row.asked.query));
  put(row.asked.query.company);
  put(row.clear ? "clear" : "review");
  put(std::to_string(row.answer.hits_total));
  if (hit != nullptr) {
    put(hit->list);
    put(hit->entry_id);
    put(hit->listed_name);
    put(std::string(name_kind_name(hit->kind)));
    put(std::string(subject_name(hit->subject)));
    put(std::string(strength_name(hit->strength)));
    put(std::to_string(hit->score));
    put(std::string(verdict_name(hit->corroboration.verdict)));
    put(facts_text(hit->corroboration));
  }
  cells.back() = joined(row.errors);
  app::csv::append_row(out, std::span<const std::string>(cells), app::csv::Guard::kFormulas);
}

json::Value number(std::uint32_t value) { return static_cast<std::int64_t>(value); }

json::Value evidence_json(const screening::Corroboration& corroboration) {
  json::Array facts;
  for (const screening::Fact& fact : corroboration.facts)
    facts.emplace_back(json::Object{{"asked", fact.asked},
                                    {"listed", fact.listed},
                                    {"name", fact.name},
                                    {"points", static_cast<std::int64_t>(fact.points)},
                                    {"verdict", verdict_name(fact.verdict)}});
  return json::Object{{"facts", std::move(facts)},
                      {"points", static_cast<std::int64_t>(corroboration.points)},
                      {"verdict", verdict_name(corroboration.verdict)}};
}

json::Value hit_json(const Hit& hit) {
  json::Array parts;
  for (const screening::Part& part : hit.parts)
    parts.emplace_back(json::Object{{"contribution", number(part.contribution)},
                                    {"list_token", part.list_token},
                                    {"query_token", part.query_token},
                                    {"relation", relation_name(part.relation)},
                                    {"similarity", number(part.similarity)},
                                    {"weight", number(part.weight)}});
  return json::Object{{"entry_hash", crypto::digest_text(hit.entry_hash)},
                      {"entry_id", hit.entry_id},
                      {"evidence", evidence_json(hit.corroboration)},
                      {"kind", name_kind_name(hit.kind)},
                      {"list", hit.list},
                      {"name", hit.listed_name},
                      {"parts", std::move(parts)},
                      {"rarity", number(hit.rarity)},
                      {"score", number(hit.score)},
                      {"strength", strength_name(hit.strength)},
                      {"subject", subject_name(hit.subject)}};
}

}  // namespace

std::string batch_heading() {
  std::string out;
  app::csv::append_row(out, std::span<const std::string_view>(kColumns), app::csv::Guard::kNone);
  return out;
}

void append_batch_csv(const app::ScreenedRow& row, bool all_hits, std::string& out) {
  if (row.answer.hits.empty()) return append_line(row, nullptr, out);
  const std::size_t lines = all_hits ? row.answer.hits.size() : 1;
  for (std::size_t i = 0; i < lines; ++i) append_line(row, &row.answer.hits[i], out);
}

void append_batch_json(const app::ScreenedRow& row, std::string& out) {
  json::Array hits;
  for (const Hit& hit : row.answer.hits) hits.emplace_back(hit_json(hit));
  json::Object fields = {{"hits", std::move(hits)},
                         {"hits_total", number(row.answer.hits_total)},
                         {"row", static_cast<std::int64_t>(row.row)},
                         {"schema", "licet.screening_row/1"},
                         {"verdict", row.clear ? "clear" : "review"}};
  if (!row.asked.id.empty()) fields.emplace("id", row.asked.id);
  if (!row.errors.empty()) fields.emplace("error", joined(row.errors));
  json::append_canonical(out, json::Value(std::move(fields)));
  out += '\n';
}

}  // namespace licet::cli
