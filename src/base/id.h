// Typed identifiers: a kind prefix and 16 bytes, "lead_" + 26 characters of Crockford base32. The bytes come from the
// source of randomness: the system's begin with the second (decision 0035), a seeded one's are random throughout.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace licet {

inline constexpr std::size_t kIdBytes = 16;

/// A source of random bytes, passed in so that a seed replays any run. `crypto.h` has the system's.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::uint8_t* out, std::size_t size) = 0;
  /// The bytes of a new identifier.
  virtual void fill_id(std::array<std::uint8_t, kIdBytes>& out) { fill(out.data(), out.size()); }
};

/// A deterministic generator for tests and replays (SplitMix64). Not for keys.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::uint8_t* out, std::size_t size) override;
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

std::string make_id_text(std::string_view prefix, Random& random);
/// True when `text` is `prefix` + '_' + 26 canonical base32 characters.
bool is_id_text(std::string_view prefix, std::string_view text);

/// An identifier of one kind. A default-made id is empty and means "none".
template <typename Tag>
class Id {
 public:
  Id() = default;
  static Id make(Random& random) { return Id(make_id_text(Tag::kPrefix, random)); }
  /// The whole text; nullopt when malformed. Prefix look-ups ("the CLI accepts a unique prefix") are the store's.
  static std::optional<Id> parse(std::string_view text) {
    if (!is_id_text(Tag::kPrefix, text)) return std::nullopt;
    return Id(std::string(text));
  }
  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Id&) const = default;
  // Not defaulted: the libc++ of em++ has no <=> for texts.
  std::strong_ordering operator<=>(const Id& other) const { return text_.compare(other.text_) <=> 0; }

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// clang-format off
struct LeadTag    { static constexpr std::string_view kPrefix = "lead"; };
struct SubjectTag { static constexpr std::string_view kPrefix = "subj"; };
struct PersonTag  { static constexpr std::string_view kPrefix = "pers"; };
struct EventTag   { static constexpr std::string_view kPrefix = "ev"; };
struct CaseTag    { static constexpr std::string_view kPrefix = "case"; };
struct SourceTag  { static constexpr std::string_view kPrefix = "src"; };
struct DecisionTag{ static constexpr std::string_view kPrefix = "dec"; };
struct JobTag     { static constexpr std::string_view kPrefix = "job"; };
struct ProposalTag{ static constexpr std::string_view kPrefix = "prop"; };
struct GoodGuyTag { static constexpr std::string_view kPrefix = "good"; };
// clang-format on
using LeadId = Id<LeadTag>;
using SubjectId = Id<SubjectTag>;
using PersonId = Id<PersonTag>;
using EventId = Id<EventTag>;
using CaseId = Id<CaseTag>;
using SourceId = Id<SourceTag>;
using DecisionId = Id<DecisionTag>;
using JobId = Id<JobTag>;
using ProposalId = Id<ProposalTag>;
using GoodGuyId = Id<GoodGuyTag>;

}  // namespace licet

template <typename Tag>
struct std::hash<licet::Id<Tag>> {
  std::size_t operator()(const licet::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
