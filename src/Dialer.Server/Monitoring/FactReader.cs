using Dialer.Core.Engine.Messages;
using Dialer.Server.Outlets;

namespace Dialer.Server.Monitoring;

/// <summary>
/// Reads what the engine says, in sequence, on its own task, for all who live by it: log, events, log-ins, the end of a drain. Nothing
/// is lost on the way: congested above <see cref="CongestedAt"/>, when nothing new is dialed; at <see cref="Capacity"/> the process ends.
/// </summary>
public sealed class FactReader : IOutlet, IAsyncDisposable
{
    public const int CongestedAt = 32_768;
    public const int Capacity = 262_144;

    private readonly OutletQueue<Item> _queue = new("reader of facts", CongestedAt, Capacity, AtCapacity.Fail);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    public string Name => "facts";

    public bool IsCongested => _queue.IsCongested;

    public Action? Relieved
    {
        get => _queue.Relieved;
        set => _queue.Relieved = value;
    }

    /// <summary>Completes when the engine has drained.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Told of each fact, on the reader's task; must not block.</summary>
    public event Action<EngineOutput, object?>? Read;

    /// <summary>As <see cref="Read"/> and after it, and with when it is durable.</summary>
    internal PassFact? Passed { get; set; }

    public void Start() => _running = Task.Run(RunAsync);

    public void Take(Outbox outbox, long stored)
    {
        foreach (ref readonly var output in outbox.Outputs)
            if (!output.IsLineOrder)
                _queue.Add(new Item(output, RecordOf(outbox, output), stored));
    }

    public Task StopAsync()
    {
        _queue.Close();
        return _running;
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync()
    {
        while (await _queue.WaitAsync(CancellationToken.None).ConfigureAwait(false))
            while (_queue.TryTake(out var item))
                Tell(item);
    }

    private void Tell(in Item item)
    {
        if (item.Output.Kind == EngineOutputKind.Drained)
            _drained.TrySetResult();
        Read?.Invoke(item.Output, item.Record);
        Passed?.Invoke(item.Output, item.Record, item.Stored);
    }

    /// <summary>The outbox is reused at the next turn, so that what outlives this one is copied.</summary>
    private static object? RecordOf(Outbox outbox, in EngineOutput output)
    {
        if (output.Record < 0)
            return null;
        if (output.Kind == EngineOutputKind.AttemptClosed)
            return outbox.AttemptOf(output);
        if (output.Kind == EngineOutputKind.InteractionClosed)
            return outbox.InteractionOf(output);
        if (output.Kind == EngineOutputKind.ConversationDescribed)
            return outbox.DescriptionOf(output);
        if (output.Kind == EngineOutputKind.VoicemailLeft)
            return outbox.VoicemailOf(output);
        if (output.Kind == EngineOutputKind.ConversationStepped)
            return outbox.StepOf(output);
        if (output.Kind == EngineOutputKind.DialModeChanged)
            return outbox.ModeOf(output);
        if (output.Kind == EngineOutputKind.CallsRefused)
            return outbox.RefusalOf(output);
        if (output.Kind == EngineOutputKind.LeadGivenBack)
            return outbox.StandingOf(output);
        return output.Kind == EngineOutputKind.PacingDecided ? outbox.PacingOf(output) : null;
    }

    private readonly record struct Item(EngineOutput Output, object? Record, long Stored);
}
