using Dialer.Core.Engine.Messages;
using Dialer.Core.Routing;
using Dialer.Server.Outlets;

namespace Dialer.Server.Running;

/// <summary>
/// Answers the engine's orders to the store: fills the hopper and says who calls, off the loop's thread, as inputs. A campaign asks again only after
/// its last question was answered, so that the queue holds one order a campaign; at <see cref="Capacity"/> the process
/// ends. A caller is looked up once, at the call's begin.
/// </summary>
internal sealed class LeadLoader : IOutlet, IAsyncDisposable
{
    public const int CongestedAt = 256;
    public const int Capacity = 4_096;

    private readonly OutletQueue<EngineOutput> _queue = new("lead loader", CongestedAt, Capacity, AtCapacity.Fail);
    private readonly LoadLeads _load;
    private readonly Func<string, Caller> _findCaller;
    private readonly Action<EngineInput> _post;
    private Task _running = Task.CompletedTask;

    public LeadLoader(LoadLeads load, Func<string, Caller> findCaller, Action<EngineInput> post)
    {
        _load = load;
        _findCaller = findCaller;
        _post = post;
    }

    public string Name => "leads";

    public bool IsCongested => _queue.IsCongested;

    public Action? Relieved
    {
        get => _queue.Relieved;
        set => _queue.Relieved = value;
    }

    /// <summary>Completes after <see cref="StopAsync"/>; faulted where the store could not be read.</summary>
    public Task Ended => _running;

    public void Start() => _running = Task.Run(RunAsync);

    public void Take(Outbox outbox, long stored)
    {
        foreach (ref readonly var output in outbox.Outputs)
            if (output.Kind is EngineOutputKind.LoadLeads or EngineOutputKind.FindCaller)
                _queue.Add(output);
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
            while (_queue.TryTake(out var order))
                _post(order.Kind == EngineOutputKind.FindCaller ? EngineInput.CallerFound(order.Call, _findCaller(order.Number)) : EngineInput.LeadsLoaded(order.Campaign, _load(order)));
    }
}
