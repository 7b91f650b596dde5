using Dialer.Audio;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class RecorderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dialer-recordings-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Path(string name) => System.IO.Path.Combine(_directory, name);

    private static int BlocksOf(Sound audio, double frequencyHz)
    {
        int blocks = 0;
        for (int i = 0; i + 800 <= audio.Narrow.Length; i += 800)
            if (Goertzel.Share(audio.Narrow.AsSpan(i, 800), frequencyHz) > 0.8)
                blocks++;
        return blocks;
    }

    [Fact]
    public async Task Each_party_is_on_its_own_channel_of_a_stereo_file()
    {
        using var calls = new TwoCalls();
        using var recorder = new CallRecorder();
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);

        var recording = recorder.Start(Path("call.wav"), calls.LegOne, calls.LegTwo);
        await Eventually.True(() => recording.Length >= TimeSpan.FromSeconds(2), "two seconds recorded");
        recording.Stop();
        await recording.Completed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(RecordingState.Complete, recording.State);
        Sound left = SoundFile.Read(recording.Path, out _, channel: 0)!, right = SoundFile.Read(recording.Path, out _, channel: 1)!;
        Assert.True(BlocksOf(left, 500) >= 10, "the first party on the left");
        Assert.True(BlocksOf(right, 1300) >= 10, "the second party on the right");
        Assert.Equal(0, BlocksOf(left, 1300));
        Assert.Equal(0, BlocksOf(right, 500));
        Assert.Equal(recording.Length, TimeSpan.FromSeconds(left.Narrow.Length / 8000.0));
    }

    [Fact]
    public async Task A_file_that_was_cut_off_at_any_moment_is_readable_up_to_its_last_batch()
    {
        using var calls = new TwoCalls();
        using var recorder = new CallRecorder();
        calls.PartyOne.SetSource(new Sine(500));
        var recording = recorder.Start(Path("crash.wav"), calls.LegOne, calls.LegTwo);
        int checkedFiles = 0;
        var seen = TimeSpan.Zero;
        while (checkedFiles < 5)
        {
            var before = seen;
            await Eventually.True(() => recording.Length > before, "another batch");
            seen = recording.Length;
            // What a crash would leave: the bytes as they are now, nobody closing anything.
            var left = SoundFile.Read(recording.Path, out var refusal, channel: 0);
            if (new FileInfo(recording.Path).Length < WavFile.HeaderBytes)
                continue;
            Assert.Equal(SoundRefusal.None, refusal);
            Assert.True(left!.Narrow.Length >= (before.TotalSeconds * 8000) - 1);
            checkedFiles++;
        }
        recording.Stop();
        await recording.Completed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task While_paused_no_sample_of_either_party_is_recorded_and_time_goes_on()
    {
        using var calls = new TwoCalls();
        using var recorder = new CallRecorder();
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        var recording = recorder.Start(Path("paused.wav"), calls.LegOne, calls.LegTwo);
        recording.Paused = true;
        await Eventually.True(() => recording.Length >= TimeSpan.FromSeconds(1), "a second of pause");
        long silentUntil = (long)(recording.Length.TotalSeconds * 8000);
        recording.Paused = false;
        await Eventually.True(() => recording.Length >= TimeSpan.FromSeconds(2.5), "sound after the pause");
        recording.Stop();
        await recording.Completed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        foreach (int channel in new[] { 0, 1 })
        {
            short[] samples = SoundFile.Read(recording.Path, out _, channel)!.Narrow;
            // The first frame may have been taken before the pause was set.
            Assert.All(samples[160..(int)silentUntil], sample => Assert.Equal(0, sample));
            Assert.Contains(samples[(int)silentUntil..], sample => Math.Abs((int)sample) > 4000);
        }
    }

    [Fact]
    public async Task A_recording_never_overwrites_a_file_and_says_why_it_failed()
    {
        using var engine = new MediaEngine(TestPorts.Options());
        var over = new TaskCompletionSource<CallRecording>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var recorder = new CallRecorder(over.SetResult);
        File.WriteAllText(Path("there.wav"), "mine");
        var recording = recorder.Start(Path("there.wav"), engine.Open(), engine.Open());
        Assert.Same(recording, await over.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(RecordingState.Failed, recording.State);
        Assert.IsType<IOException>(recording.Failure);
        Assert.Equal("mine", File.ReadAllText(Path("there.wav")));
    }

    [Fact]
    public async Task What_is_said_during_the_notice_is_not_recorded()
    {
        using var calls = new TwoCalls();
        using var recorder = new CallRecorder();
        calls.PartyOne.SetSource(new Sine(500));
        var recording = recorder.Start(Path("new/folder/notice.wav"), calls.LegOne, calls.LegTwo, silentFor: TimeSpan.FromSeconds(1));
        await Eventually.True(() => recording.Length >= TimeSpan.FromSeconds(2), "two seconds");
        recording.Stop();
        await recording.Completed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        short[] person = SoundFile.Read(recording.Path, out _, 0)!.Narrow;
        Assert.All(person[..8000], sample => Assert.Equal(0, sample));
        Assert.Contains(person[8000..], sample => Math.Abs((int)sample) > 4000);
    }
}
