using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dialer.Audio;
using Dialer.Core.Time;
using Dialer.Server.Terminal;
using Dialer.Simulation.Audio;
using Dialer.Sip.Media;
using Dialer.Testing;
using Dialer.Tools.Amd;
using Xunit;

namespace Dialer.Tools.Tests.Amd;

public sealed class AmdCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dialer-amd-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Classify_says_verdict_confidence_time_and_reason_as_json()
    {
        string sit = Write("sit.wav", ToneMaker.Sit([985.2, 1370.6, 1776.7], [380, 274, 380], 4));
        (int code, string output, string error) = Run("classify", sit, "--json");
        var found = JsonNode.Parse(output)!.AsArray().Single()!;
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(("SpecialInformationTone", "VacantCode"), ((string?)found["verdict"], (string?)found["sit"]));
        Assert.InRange((double)found["atSeconds"]!, 1, 2);
        Assert.InRange((double)found["confidence"]!, 0.5, 1);
        Assert.NotEmpty((string)found["reason"]!);
    }

    [Fact]
    public void Classify_tells_what_was_first_said_and_what_became_of_it()
    {
        (int code, string output, _) = Run("classify", Write("mailbox.wav", Mailbox(4)), Write("person.wav", Person()), "--json");
        var found = JsonNode.Parse(output)!.AsArray();
        Assert.Equal(0, code);
        Assert.Equal(("LiveVoice", "AnsweringMachine"), ((string?)found[0]!["verdict"], (string?)found[0]!["final"]));
        Assert.Contains((string?)found[0]!["revoked"]!["cause"], (string[])["voiceGoesOn", "beep"]);
        Assert.True((double)found[0]!["revoked"]!["atSeconds"]! > (double)found[0]!["atSeconds"]!);
        Assert.Equal(("LiveVoice", "LiveVoice"), ((string?)found[1]!["verdict"], (string?)found[1]!["final"]));
        Assert.Null(found[1]!["revoked"]);
        Assert.Null(found[1]!["memory"]);
    }

    [Fact]
    public void A_memory_learns_machines_and_matches_them_in_the_order_of_the_files_and_from_run_to_run()
    {
        string memory = Path.Combine(_directory, "greetings.json"), first = Write("first.wav", Mailbox(4)), person = Write("person.wav", Person()), other = Write("other.wav", Mailbox(77));
        var found = JsonNode.Parse(Run("classify", first, person, other, Write("again.wav", Mailbox(4, delayMs: 370)), "--json", "--memory", memory).Output)!.AsArray();
        Assert.All([0, 1, 2], i => Assert.Null(found[i]!["memory"]));
        Assert.Equal(("number", "AnsweringMachine"), ((string?)found[3]!["memory"]!["scope"], (string?)found[3]!["final"]));
        Assert.InRange((double)found[3]!["memory"]!["bitErrors"]!, 0, 0.3);
        for (int i = 0; i < 2; i++)
            found = JsonNode.Parse(Run("classify", Write("later.wav", Mailbox(4, delayMs: 811 + 100 * i)), "--json", "--memory", memory).Output)!.AsArray();
        Assert.Equal("network", (string?)found[0]!["memory"]!["scope"]);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""{ "greetings": [ { "heard": 1, "print": "AAAA" } ] }""")]
    [InlineData("""{ "greetings": [ { "heard": 1, "print": "?" } ] }""")]
    public void What_is_no_memory_of_greetings_is_refused_before_anything_is_heard(string text)
    {
        string memory = Path.Combine(_directory, "greetings.json");
        File.WriteAllText(memory, text);
        (int code, string output, string error) = Run("classify", Write("person.wav", Person()), "--memory", memory);
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains("--memory: " + memory, error);
        Assert.Equal(text, File.ReadAllText(memory));
    }

    /// <summary>A word, a pause, and a greeting that goes on.</summary>
    private static float[] Mailbox(ulong seed, int delayMs = 200)
    {
        MadeVoice voice = new(120 + seed % 60, 8, 0.2, 40);
        float[] word = SpeechMaker.Utterance(2, 0, voice, new SeededRandom(seed)), rest = SpeechMaker.Utterance(30, 0, voice, new SeededRandom(seed + 5));
        return InRoom([.. new float[delayMs * 8], .. word, .. new float[Signal.Rate * 6 / 10], .. rest, .. new float[3 * Signal.Rate]]);
    }

    private static float[] Person() => InRoom([.. new float[Signal.Rate / 2], .. SpeechMaker.Utterance(3, 0, new MadeVoice(170, 8, 0.2, 40), new SeededRandom(3)), .. new float[5 * Signal.Rate]]);

    private static float[] InRoom(float[] call)
    {
        Signal.Mix(call, Signal.Pink(call.Length, new SeededRandom(5)), Signal.Rms(-62));
        return call;
    }

    [Fact]
    public void A_bad_file_is_named_and_the_others_go_on()
    {
        string good = Write("busy.wav", ToneMaker.Cadence(5, [440], [500, 500]));
        string text = Path.Combine(_directory, "notes.wav"), empty = Path.Combine(_directory, "empty.wav"), missing = Path.Combine(_directory, "missing.wav");
        File.WriteAllText(text, "not audio at all, whatever its name says");
        File.WriteAllBytes(empty, []);
        (int code, string output, string error) = Run("classify", text, empty, missing, good);
        Assert.NotEqual(0, code);
        Assert.Contains("busy.wav: Busy", output);
        foreach (string path in (string[])[text, empty, missing])
            Assert.Contains(path, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public void A_sound_that_ends_too_soon_or_never_is_refused_and_an_mp3_is_heard()
    {
        string tone = Write("tone.wav", ToneMaker.Cadence(5, [440], [500, 500])), cut = Path.Combine(_directory, "cut.wav"), bare = Path.Combine(_directory, "bare.wav");
        File.WriteAllBytes(cut, File.ReadAllBytes(tone)[..20_000]);
        File.WriteAllBytes(bare, WavFile.Build([], 8_000));
        foreach ((string path, string cause) in ((string, string)[])[(cut, "is cut off"), (bare, "has no samples"), ("/dev/zero", "a device")])
        {
            (int code, _, string error) = Run("classify", path);
            Assert.NotEqual(0, code);
            Assert.Contains($"{path} ", error);
            Assert.Contains(cause, error);
        }
        Assert.Equal(0, Run("classify", Repository.File("tests", "Dialer.Audio.Tests", "Sounds", "stereo-44100.mp3")).Code);
    }

    [Fact]
    public void Other_rates_widths_and_channels_give_the_same_verdict()
    {
        short[] busy = Signal.ToPcm(ToneMaker.Cadence(5, [425], [480, 480]));
        short[] wide = SampleRates.Convert(busy, 8000, 44_100);
        byte[] stereo = WavFile.Build([.. wide.SelectMany(s => (short[])[0, s])], 44_100, 2);
        string path = Path.Combine(_directory, "stereo.wav");
        File.WriteAllBytes(path, stereo);
        Assert.Contains(": Busy", Run("classify", path, "--channel", "2").Output);
        Assert.Contains(": Silence", Run("classify", path).Output);
        Assert.NotEqual(0, Run("classify", path, "--channel", "3").Code);
    }

    [Fact]
    public void A_plot_is_drawn_as_svg()
    {
        string sit = Write("beep.wav", ToneMaker.Single(1000, 1, 0.5, 4)), plot = Path.Combine(_directory, "out.svg");
        Assert.Equal(0, Run("classify", sit, "--plot", plot).Code);
        var svg = System.Xml.Linq.XDocument.Load(plot);
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Contains("beep", svg.Root.Value);
    }

    [Fact]
    public void Evaluate_reports_the_agreed_json_for_every_detector()
    {
        string labels = Corpus();
        (int code, string output, _) = Run("evaluate", _directory, "--labels", labels, "--augment", "clean", "snr20", "--seed", "3", "--json");
        var detectors = JsonNode.Parse(output)!["detectors"]!.AsArray();
        Assert.Equal(0, code);
        Assert.Equal(["dialer", "app_amd", "app_amd_vicidial", "mod_amd", "simpleamd"], detectors.Select(d => (string)d!["name"]!));
        var ours = detectors[0]!;
        var all = ours["strata"]!.AsArray().Single(s => (string)s!["name"]! == "all")!;
        JsonNode live = all["live"]!, machine = all["machine"]!;
        Assert.Equal((6, 4), ((int)live["of"]!, (int)machine["of"]!));
        foreach (var four in (JsonNode[])[live, machine])
            Assert.Equal((int)four["of"]!, (int)four["live"]! + (int)four["machine"]! + (int)four["undecided"]! + (int)four["other"]!);
        Assert.Equal((2, 2), ((int)all["tones"]!["busy"]!["of"]!, (int)all["tones"]!["busy"]!["correct"]!));
        Assert.Equal((6, 4), ((int)all["finalLive"]!["of"]!, (int)all["finalMachine"]!["of"]!));
        Assert.True((int)all["finalMachine"]!["machine"]! >= (int)machine["machine"]!);
        var voices = JsonNode.Parse(output)!["voices"]!.AsArray();
        Assert.Equal(10, voices.Sum(voice => voice!["strata"]!.AsArray().Where(s => (string)s!["name"]! == "all").Sum(s => (int)s!["live"]!["of"]! + (int)s["machine"]!["of"]!)));
        Assert.NotEmpty(JsonNode.Parse(output)!["acrossVoices"]!.AsArray());
        Assert.NotEmpty(JsonNode.Parse(output)!["calibration"]!.AsArray());
        Assert.NotNull(ours["latencyMs"]!["liveAfterUtterance"]!["p95"]);
        Assert.NotNull(ours["latencyMs"]!["machineAfterAnswer"]!["p50"]);
        Assert.True((double)ours["microsecondsPerFrame"]! > 0);
        Assert.Equal(["all", "clean", "snr20"], ours["strata"]!.AsArray().Select(s => (string)s!["name"]!).Where(n => !n.Contains(' ')));
    }

    [Fact]
    public void The_same_seed_gives_the_same_findings()
    {
        string labels = Corpus();
        static string Counts(string json) => string.Concat(JsonNode.Parse(json)!["detectors"]!.AsArray().Select(d => d!["strata"]!.ToJsonString() + d["latencyMs"]!.ToJsonString()));
        string first = Run("evaluate", _directory, "--labels", labels, "--seed", "5", "--augment", "loss10", "--json").Output;
        string again = Run("evaluate", _directory, "--labels", labels, "--seed", "5", "--augment", "loss10", "--json").Output;
        Assert.Equal(Counts(first), Counts(again));
    }

    [Fact]
    public void As_is_takes_each_file_as_a_whole_call_and_reads_where_the_utterance_ends()
    {
        SeededRandom random = new(4);
        float[] hello = SpeechMaker.Utterance(3, 0, new MadeVoice(140, 8, 0.2, 40), random);
        float[] call = new float[8 * Signal.Rate];
        hello.CopyTo(call, 4000);
        Signal.Mix(call, Signal.Pink(call.Length, random), Signal.Rms(-60));
        Write("call.wav", call);
        double end = 0.5 + hello.Length / (double)Signal.Rate;
        string labels = Path.Combine(_directory, "labels.csv");
        File.WriteAllText(labels, System.FormattableString.Invariant($"path,label,utteranceEndSeconds,other\ncall.wav,human,{end},x\n"));
        var ours = JsonNode.Parse(Run("evaluate", _directory, "--labels", labels, "--as-is", "--json").Output)!["detectors"]![0]!;
        Assert.Equal(1, (int)ours["strata"]![0]!["live"]!["live"]!);
        Assert.InRange((double)ours["latencyMs"]!["liveAfterUtterance"]!["p50"]!, 200, 900);
    }

    [Fact]
    public void Wrong_labels_and_missing_files_are_named_with_their_line_and_the_rest_is_judged()
    {
        Write("busy.wav", ToneMaker.Cadence(5, [440], [500, 500]));
        string labels = Path.Combine(_directory, "labels.csv");
        File.WriteAllText(labels, "path,label\nbusy.wav,busy\nbusy.wav,engaged\nnone.wav,human\n");
        (int code, string output, string error) = Run("evaluate", _directory, "--labels", labels, "--as-is", "--json");
        Assert.NotEqual(0, code);
        Assert.Contains("line 3", error);
        Assert.Contains("engaged", error);
        Assert.Contains("line 4", error);
        Assert.Equal(1, (int)JsonNode.Parse(output)!["detectors"]![0]!["strata"]![0]!["tones"]!["busy"]!["correct"]!);
        Assert.NotEqual(0, Run("evaluate", _directory, "--labels", Path.Combine(_directory, "no.csv")).Code);
        Assert.NotEqual(0, Run("evaluate", _directory, "--labels", labels, "--augment", "earthquake").Code);
    }

    [Fact]
    public void Evaluate_tells_lengths_and_beeps_of_the_speaker_groups_asked_for()
    {
        string labels = Corpus();
        (int code, string text, _) = Run("evaluate", _directory, "--labels", labels, "--group", "b", "--augment", "beep", "--json");
        Assert.Equal(0, code);
        var root = JsonNode.Parse(text)!;
        Assert.Equal("cautious", (string)root["listening"]!["sensitivity"]!);
        var strata = root["detectors"]![0]!["strata"]!.AsArray();
        Assert.Equal(0, (int)strata[0]!["live"]!["of"]!);
        Assert.Equal(4, (int)strata[0]!["machine"]!["of"]!);
        Assert.Contains(strata, s => (string)s!["name"]! == "machine 2.5 s and more, beep");
        Assert.Equal(2, (int)root["beeps"]!["of"]!);
        Assert.Equal(2, (int)root["beeps"]!["found"]!);
        (int refused, _, string error) = Run("evaluate", _directory, "--labels", labels, "--group", "nobody");
        Assert.Equal(ExitCode.Usage, refused);
        Assert.Contains("--group 'nobody' is none of", error);
    }

    [Fact]
    public void Trained_weights_are_a_readable_file_that_classify_takes()
    {
        string labels = Corpus(), weights = Path.Combine(_directory, "weights.json");
        (int trained, string report, _) = Run("train", _directory, "--labels", labels, "--out", weights);
        Assert.Equal(0, trained);
        int[] caught = [.. Regex.Matches(report, @"^(?:Cautious|Balanced|Eager) +\d+ of \d+ +(\d+) of \d+", RegexOptions.Multiline).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(3, caught.Length);
        Assert.True(caught[0] <= caught[1] && caught[1] <= caught[2] && caught[2] > 0, report);
        var saved = JsonNode.Parse(File.ReadAllText(weights))!["weights"]!;
        Assert.NotNull(saved["intercept"]);
        Assert.Equal(0, Run("classify", Path.Combine(_directory, "human0.wav"), "--model", weights).Code);
        File.WriteAllText(weights, "{ \"weights\": {} }");
        (int code, _, string error) = Run("classify", Path.Combine(_directory, "human0.wav"), "--model", weights);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("$.weights.phraseSeconds: This weight is missing", error);
    }

    /// <summary>A model to which all sounds alike recorded: 3 lies between what a phrase of 2 s must reach when cautious and when eager.</summary>
    [Fact]
    public void Sensitivity_and_model_decide_together_how_recorded_a_phrase_must_sound()
    {
        string call = Write("call.wav", AmbiguousCall.Samples()), weights = Path.Combine(_directory, "weights.json"), labels = Path.Combine(_directory, "labels.csv");
        AmbiguousCall.SaveWeights(weights);
        File.WriteAllText(labels, "path,label\ncall.wav,human\n");
        string Classified(params string[] words) => (string)JsonNode.Parse(Run(["classify", call, "--json", "--model", weights, .. words]).Output)![0]!["verdict"]!;
        int Machines(params string[] words) =>
            (int)JsonNode.Parse(Run(["evaluate", _directory, "--as-is", "--json", "--model", weights, .. words]).Output)!["detectors"]![0]!["strata"]![0]!["live"]!["machine"]!;
        Assert.Equal(("LiveVoice", 0), (Classified(), Machines()));
        Assert.Equal(("LiveVoice", 0), (Classified("--sensitivity", "cautious"), Machines("--sensitivity", "cautious")));
        Assert.Equal(("AnsweringMachine", 1), (Classified("--sensitivity", "eager", "--country", "FR"), Machines("--sensitivity", "eager", "--country", "FR")));
    }

    [Fact]
    public void The_country_of_evaluate_tells_congestion_from_the_busy_tone_of_another()
    {
        Write("tone.wav", ToneMaker.Cadence(6, [425], [200, 200]));
        File.WriteAllText(Path.Combine(_directory, "labels.csv"), "path,label\ntone.wav,congestion\n");
        int Correct(params string[] words) =>
            (int)JsonNode.Parse(Run(["evaluate", _directory, "--as-is", "--json", .. words]).Output)!["detectors"]![0]!["strata"]![0]!["tones"]!["congestion"]!["correct"]!;
        Assert.Equal((0, 1), (Correct(), Correct("--country", "it")));
    }

    [Theory]
    [InlineData("classify")]
    [InlineData("evaluate")]
    public void Every_word_that_cannot_be_used_is_told_at_once(string command)
    {
        (int code, _, string error) = Run(command, _directory, "--country", "ZZ", "--model", Path.Combine(_directory, "none.json"));
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("--country: No tones are known of \"ZZ\"", error);
        Assert.Contains("--model: There is no file", error);
    }

    [Fact]
    public void Review_estimates_the_false_positives_of_a_campaign_with_their_interval()
    {
        List<string> rows = ["path,campaign,verdict,label"];
        for (int i = 0; i < 100; i++)
            rows.Add($"m{i}.wav,spring,AnsweringMachine,{(i < 2 ? "human" : "machine")}");
        for (int i = 0; i < 100; i++)
            rows.Add($"l{i}.wav,spring,LiveVoice,{(i < 98 ? "human" : "machine")}");
        rows.Add("x.wav,\"autumn, second\",AnsweringMachine,human");
        File.WriteAllLines(Path.Combine(_directory, "clips.csv"), rows);
        var found = JsonNode.Parse(Run("review", _directory, "--campaign", "spring", "--json").Output)!["liveCalledMachine"]!;
        Assert.Equal(0.02, (double)found["share"]!, 3);
        Assert.InRange((double)found["low95"]!, 0.001, 0.02);
        Assert.InRange((double)found["high95"]!, 0.03, 0.10);
        Assert.Equal(1, (int)JsonNode.Parse(Run("review", _directory, "--campaign", "autumn, second", "--json").Output)!["calls"]!);
    }

    [Fact]
    public void Review_asks_without_telling_the_verdict_and_keeps_the_answers()
    {
        File.WriteAllLines(Path.Combine(_directory, "clips.csv"), ["path,campaign,verdict", "a.wav,c,AnsweringMachine", "b.wav,c,LiveVoice", "c.wav,c,LiveVoice", "bad row"]);
        StringWriter output = new(), error = new();
        int code = ReviewSession.Run(_directory, null, 2, 1, json: false, new StringReader("h\nm\n"), output, error);
        Assert.NotEqual(0, code);
        Assert.Contains("line 5", error.ToString());
        string[] kept = File.ReadAllLines(Path.Combine(_directory, "labels.csv"));
        Assert.Equal(3, kept.Length);
        Assert.DoesNotContain("AnsweringMachine", output.ToString());
    }

    private string Corpus()
    {
        SeededRandom random = new(2);
        List<string> rows = ["path,label,speaker_group"];
        for (int i = 0; i < 3; i++)
        {
            Write($"human{i}.wav", SpeechMaker.Utterance(2 + 3 * i, 0, new MadeVoice(120 + 30 * i, 12, 0.4, 30), random));
            rows.Add($"human{i}.wav,human,a");
        }
        for (int i = 0; i < 2; i++)
        {
            Write($"machine{i}.wav", SpeechMaker.Utterance(30, 10, new MadeVoice(150, 3, 0, 50), random));
            rows.Add($"machine{i}.wav,machine,b");
        }
        Write("busy.wav", ToneMaker.Cadence(6, [440], [500, 500]));
        rows.Add("busy.wav,busy,");
        string labels = Path.Combine(_directory, "labels.csv");
        File.WriteAllLines(labels, rows);
        return labels;
    }

    private string Write(string name, float[] samples)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, WavFile.Build(Signal.ToPcm(samples), Signal.Rate));
        return path;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        StringWriter output = new(), error = new();
        var parsed = AmdCommand.Create().Parse(arguments);
        Assert.Empty(parsed.Errors);
        int code = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
