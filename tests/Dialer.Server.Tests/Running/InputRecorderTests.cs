using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Running;
using Dialer.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>What a recording holds while it is written: whoever looks then sees what a crash would leave.</summary>
public sealed class InputRecorderTests
{
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(30_000)]
    public async Task It_can_be_replayed_at_any_moment(int inputs)
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider time = new();
        string path = Path.Combine(folder.Path, "run.log");
        await using var recorder = InputRecorder.Create(path, 1, NullLogger.Instance, time);
        for (int i = 0; i < inputs; i++)
            recorder.Write(EngineInput.CallRinging(new CallId(i + 1)), Start + TimeSpan.FromMilliseconds(i));
        time.Advance(InputRecorder.WrittenWithin);
        ReplayResult read;
        for (int i = 0; (read = Replay(path)).Inputs < inputs && i < 1_000; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal((inputs, false), ((int)read.Inputs, read.IsTorn));
    }

    private static ReplayResult Replay(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return EngineReplay.Run(bytes);
    }
}
