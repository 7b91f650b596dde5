using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Simulation.Loopback;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Simulation.Tests.Loopback;

public sealed class AudioTests
{
    [Fact]
    public void The_same_seed_gives_the_same_samples()
    {
        Assert.Equal(GeneratedAudio.LiveGreeting(7), GeneratedAudio.LiveGreeting(7));
        Assert.Equal(GeneratedAudio.MachineGreeting(7), GeneratedAudio.MachineGreeting(7));
        Assert.NotEqual(GeneratedAudio.LiveGreeting(7), GeneratedAudio.LiveGreeting(8));
    }

    [Fact]
    public void People_greet_briefly_and_machines_at_length()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            Assert.InRange(GeneratedAudio.LiveGreeting(seed).Length / 8000.0, 0.5, 3);
            Assert.InRange(GeneratedAudio.MachineGreeting(seed).Length / 8000.0, 6, 15);
        }
    }

    [Fact]
    public void A_room_is_never_digital_silence()
    {
        short[] room = GeneratedAudio.RoomTone(3);
        int exactZeros = room.Count(sample => sample == 0);
        Assert.True(exactZeros < room.Length / 10, $"{exactZeros} of {room.Length}");
        Assert.InRange(room.Max(sample => Math.Abs((int)sample)), 10, 600);
    }

    // No accuracy is claimed from the shipped set; but a rehearsal that it spoils would teach people the wrong thing.
    [Fact]
    public void The_shipped_set_is_heard_as_what_it_plays()
    {
        var library = AudioLibrary.Generated();
        int people = Enumerable.Range(0, 24).Count(i => Verdict(library.Person((ulong)i)) == CpaVerdict.LiveVoice);
        int machines = Enumerable.Range(0, 16).Count(i => Verdict(library.Machine((ulong)i)) == CpaVerdict.AnsweringMachine);
        Assert.True(people >= 22, $"{people} of 24 people");
        Assert.True(machines >= 15, $"{machines} of 16 machines");
    }

    private static CpaVerdict Verdict(PartyAudio party)
    {
        var analyzer = new CallProgressAnalyzer(CallProgressOptions.Default);
        analyzer.Answered();
        short[] heard = [.. party.Greeting.Samples.ToArray(), .. party.Room.Samples.ToArray(), .. party.Room.Samples.ToArray()];
        for (int at = 0; at + 160 <= heard.Length && analyzer.Verdict == CpaVerdict.None; at += 160)
            analyzer.Push(heard.AsSpan(at, 160));
        return analyzer.Verdict;
    }

    [Theory]
    [InlineData("path,label\n", null)]
    [InlineData("file,label\nx.wav,human\n", "line 1")]
    [InlineData("path,label\nmissing.wav,human\n", "line 2")]
    [InlineData("path,label\na.wav\n", "line 2")]
    public void A_folder_is_refused_with_its_line(string labels, string? where)
    {
        var folder = Directory.CreateTempSubdirectory("dialer-audio-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "labels.csv"), labels);
            if (where is null)
                Assert.Equal(0, AudioLibrary.FromDirectory(folder.FullName).Count("human"));
            else
                Assert.Contains(where, Assert.Throws<ArgumentException>(() => AudioLibrary.FromDirectory(folder.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folders_files_are_played_by_those_they_are_labelled_for()
    {
        var folder = Directory.CreateTempSubdirectory("dialer-audio-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "a.wav"), WavFile.Build(new short[16_000], 16_000));
            File.WriteAllBytes(Path.Combine(folder.FullName, "b.wav"), WavFile.Build(new short[80_000], 8_000));
            File.WriteAllText(Path.Combine(folder.FullName, "labels.csv"), "path,label,extra\na.wav,human,x\nb.wav,machine,y\n");
            var library = AudioLibrary.FromDirectory(folder.FullName);
            Assert.InRange(library.Person(5).Greeting.Duration.TotalSeconds, 1.1, 2.3);
            Assert.True(library.Machine(5).Greeting.Duration.TotalSeconds > 10.5);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
