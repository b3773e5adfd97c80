#include "ledger/note.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/limits.h"
#include "ledger/checkpoint.h"
#include "ledger/test_log.h"

namespace licet::ledger {
namespace {

using testing::seed_from;

const std::string kDash = "\xE2\x80\x94 ";
const std::string kC2spKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const std::string kC2spNote =
    "This is an example message.\n\n" + kDash +
    "example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const std::string kOwnNote =
    "log.example/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" + kDash +
    "log.example/audit hmF9NsCDwrR0WNwxTjYgbsmtlyh/gJLE7eiatD9xnstQfiURBq7zv4scFdL1QpaPo9bYdw1ir65+5eYP9zdhj1hvAgk=\n" +
    kDash +
    "witness.example/w1 "
    "IDJKvgAAAABpVbkA5UdqkNMLiEA5vS6e1mFAUVgRKhy+kgUpcIIDeArDX65v7d90Ep/WRhmqvchL1W8o541q/a80B8H+m0j+b0xgDg==\n";
const std::string kOwnLogKey = "log.example/audit+86617d36+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const std::string kOwnWitnessKey = "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";

std::vector<VerifierKey> keys(std::initializer_list<std::string> texts) {
  std::vector<VerifierKey> out;
  for (const std::string& text : texts) out.push_back(*VerifierKey::parse(text));
  return out;
}

TEST(Note, TheC2spExampleVerifies) {
  const auto opened = open_note(kC2spNote, keys({kC2spKey}));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->note.text, "This is an example message.\n");
  ASSERT_EQ(opened->verified.size(), 1U);
  EXPECT_EQ(opened->verified[0].key.text(), kC2spKey);
  EXPECT_EQ(format_note(opened->note), kC2spNote);
}

TEST(Note, KeysOfOthersReadBackAndWrongIdsAreRefused) {
  const std::string go = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  for (const std::string& text : {go, kC2spKey, kOwnLogKey, kOwnWitnessKey})
    EXPECT_EQ(VerifierKey::parse(text)->text(), text);
  const auto refused = [](const std::string& text) { EXPECT_FALSE(VerifierKey::parse(text)) << text; };
  refused("");
  refused("PeterNeumann");
  refused("PeterNeumann+c74f20a3");
  refused("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  refused("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  refused("PeterNeumann+74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  refused("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  refused("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  refused("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T");
  refused("PeterNeumann+c74f20a3+");
}

TEST(Note, TheSigsumCheckpointVerifiesAndItsFirstVersionDoesNot) {
  const std::string origin = "sigsum.org/v1/tree/e796172b92befd62d9dc67e41c2f5bc9d3100a3023b20b1ca40288dd1c679e69";
  const Bytes public_key = *from_hex("66e0b858e462a609e66fe71370c816d8846ff103d5499a22a7fec37fdbc424a7");
  EXPECT_EQ(key_id(origin, kTypeEd25519, public_key), 0x809da1a3U);
  const VerifierKey key{origin, 0x809da1a3U, kTypeEd25519, public_key};
  const std::string text = origin + "\n10\nHA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
  const std::string note =
      text + "\n" + kDash + origin +
      " gJ2ho0n8F8olcerUF1FFdv235A/5as/coWrpLrtE7ovMeP5whgwouYExowG/lTznxu6OUGjjt5yJQ6bXtTcf718MqAQ=\n";
  const auto opened = open_note(note, std::span(&key, 1));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->verified.size(), 1U);
  EXPECT_EQ(Checkpoint::parse(opened->note.text)->size, 10U);
  // Another key id in front of the same signature: nobody we know signed.
  std::string other_id = note;
  other_id[note.find(" gJ2ho") + 3] = 'K';
  const auto unknown = open_note(other_id, std::span(&key, 1));
  ASSERT_TRUE(unknown);
  EXPECT_TRUE(unknown->verified.empty());
}

TEST(Note, OurCheckpointAndCosignatureAreTheVectorByteForByte) {
  const auto signer = *NoteSigner::make("log.example/audit", seed_from(0x00));
  EXPECT_EQ(signer.key().text(), kOwnLogKey);
  EXPECT_EQ(cosigner_key("witness.example/w1", seed_from(0x20)).text(), kOwnWitnessKey);
  Checkpoint checkpoint{"log.example/audit", 8, {}};
  const Bytes root = *from_hex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  std::copy(root.begin(), root.end(), checkpoint.root.begin());
  Note note{checkpoint.text(), {signer.sign(checkpoint.text())}};
  note.signatures.push_back(cosign(note.text, "witness.example/w1", seed_from(0x20), 1'767'225'600));
  const std::string bytes = format_note(note);
  EXPECT_EQ(bytes, kOwnNote);
  EXPECT_EQ(bytes.size(), 309U);
  EXPECT_EQ(hex(crypto::sha256(bytes)), "9536b773c4fecac9a2ed5f19b3524e9c2b6c8e08504f3daacc259b816eff09e0");
  const auto opened = open_note(bytes, keys({kOwnLogKey, kOwnWitnessKey}));
  ASSERT_TRUE(opened);
  ASSERT_EQ(opened->verified.size(), 2U);
  EXPECT_EQ(opened->verified[1].time_s, 1'767'225'600);
  EXPECT_EQ(sign_checkpoint(checkpoint, signer), bytes.substr(0, bytes.rfind(kDash)));
}

TEST(Note, AKnownKeyWithABadSignatureRefusesTheNote) {
  for (const auto& known : {keys({kOwnLogKey}), keys({kOwnWitnessKey}), keys({kOwnLogKey, kOwnWitnessKey})}) {
    std::string changed = kOwnNote;
    changed[0] = 'L';  // origin and with it the signed text
    EXPECT_FALSE(open_note(changed, known));
    EXPECT_TRUE(open_note(kOwnNote, known));
  }
  EXPECT_TRUE(open_note(kOwnNote, {})->verified.empty());
  EXPECT_EQ(open_note(kOwnNote, keys({kOwnLogKey}))->verified.size(), 1U);
  // The same line twice counts once; a second, bad one by the same key still refuses.
  Note twice = *parse_note(kOwnNote);
  twice.signatures.push_back(twice.signatures[0]);
  EXPECT_EQ(open_note(format_note(twice), keys({kOwnLogKey}))->verified.size(), 1U);
  twice.signatures.back().signature[10] ^= 1U;
  EXPECT_FALSE(open_note(format_note(twice), keys({kOwnLogKey})));
}

TEST(Note, TheTextEndsAtTheLastBlankLine) {
  const auto signer = *NoteSigner::make("k", seed_from(1));
  const std::string text = "a\n\nb\n\n\nc\n";
  const std::string bytes = format_note({text, {signer.sign(text)}});
  const auto opened = open_note(bytes, std::span(&signer.key(), 1));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->note.text, text);
}

TEST(Note, MalformedNotesAreRefused) {
  const std::string line = kOwnNote.substr(kOwnNote.find(kDash));
  const std::string first = line.substr(0, line.find('\n') + 1);
  EXPECT_TRUE(parse_note("t\n\n" + first));
  for (const std::string& bad : std::vector<std::string>{std::string(),
                                                         std::string("t\n"),
                                                         "t\n" + first,
                                                         "t\n\n",
                                                         "t\n\n" + first.substr(0, first.size() - 1),
                                                         "t\n\n" + first + "\n",
                                                         "t\n\n-" + first,
                                                         "t\n\n" + first + "x\n",
                                                         "t\x01\n\n" + first,
                                                         "t\t\n\n" + first,
                                                         "t\r\n\n" + first,
                                                         "t\xFF\n\n" + first,
                                                         "t\n\n" + kDash + "name\n",
                                                         "t\n\n" + kDash + "name AAAA\n",
                                                         "t\n\n" + kDash + " AAAAAAAAAA==\n",
                                                         "t\n\n" + kDash + "a+b AAAAAAAAAA==\n",
                                                         "t\n\n" + kDash +
                                                             "a\xC2\xA0"
                                                             "b AAAAAAAAAA==\n",
                                                         "t\n\n" + kDash +
                                                             "a\xE2\x80\x83"
                                                             "b AAAAAAAAAA==\n",
                                                         "t\n\n" + kDash + "ab AAAAAAAAAB==\n",
                                                         "t\n\n" + kDash + "ab  AAAAAAAAAA==\n",
                                                         "t\n\n" + kDash + "ab AAAAAAAAAA== \n"})
    EXPECT_FALSE(parse_note(bad)) << bad;
}

TEST(Note, SixteenSignaturesAreReadAndTheLimitHolds) {
  const auto signer = *NoteSigner::make("k", seed_from(1));
  Note note{"t\n", std::vector<SignatureLine>(16, signer.sign("t\n"))};
  EXPECT_EQ(parse_note(format_note(note))->signatures.size(), 16U);
  note.signatures.resize(limits::kNoteSignaturesMax, note.signatures[0]);
  EXPECT_TRUE(parse_note(format_note(note)));
  note.signatures.push_back(note.signatures[0]);
  EXPECT_FALSE(parse_note(format_note(note)));
}

TEST(Note, SignersNeedAName) {
  EXPECT_FALSE(NoteSigner::make("", seed_from(0)));
  EXPECT_FALSE(NoteSigner::make("a b", seed_from(0)));
  EXPECT_FALSE(NoteSigner::make("a+b", seed_from(0)));
}

RC_GTEST_PROP(Note, NoSingleByteChangeOfASignedNoteVerifiesAsItself, ()) {
  std::string changed = kC2spNote;
  const auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
  changed[at] = static_cast<char>(changed[at] ^ *rc::gen::inRange(1, 256));
  const auto opened = open_note(changed, keys({kC2spKey}));
  RC_ASSERT(!opened || opened->verified.empty());
}

TEST(Checkpoint, ReadsExactlyWhatItWrites) {
  const std::string root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
  for (const std::string& good :
       std::vector<std::string>{"o\n0\n" + root + "\n", "o\n9007199254740991\n" + root + "\n"})
    EXPECT_EQ(Checkpoint::parse(good)->text(), good);
  for (const std::string& bad : std::vector<std::string>{
           std::string(), std::string("o\n"), "\n0\n" + root + "\n", "o\n00\n" + root + "\n", "o\n01\n" + root + "\n",
           "o\n-1\n" + root + "\n", "o\n+1\n" + root + "\n", "o\n\n" + root + "\n", "o\n1 \n" + root + "\n",
           "o\n9007199254740992\n" + root + "\n", "o\n99999999999999999999\n" + root + "\n", "o\n1\n" + root,
           "o\n1\n" + root + "\nextension\n", "o\n1\n" + root + "\n\n", "o\n1\nAAAA\n", "o o\n1\n" + root + "\n",
           "o+\n1\n" + root + "\n", "o\n1\n" + root.substr(1) + "\n"})
    EXPECT_FALSE(Checkpoint::parse(bad)) << bad;
}

}  // namespace
}  // namespace licet::ledger
