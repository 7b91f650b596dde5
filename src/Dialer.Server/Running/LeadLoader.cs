using Dialer.Core.Engine.Messages;
using Dialer.Server.Outlets;

namespace Dialer.Server.Running;

/// <summary>
/// Fills the hopper: reads leads off the loop's thread and posts them as an input. A campaign asks again only after
/// its last question was answered, so that the queue holds one order a campaign; at <see cref="Capacity"/> the process
/// ends.
/// </summary>
internal sealed class LeadLoader : IOutlet, IAsyncDisposable
{
    public const int CongestedAt = 256;
    public const int Capacity = 4_096;

    private readonly OutletQueue<EngineOutput> _queue = new("lead loader", CongestedAt, Capacity, AtCapacity.Fail);
    private readonly LoadLeads _load;
    private readonly Action<EngineInput> _post;
    private Task _running = Task.CompletedTask;

    public LeadLoader(LoadLeads load, Action<EngineInput> post)
    {
        _load = load;
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
            if (output.Kind == EngineOutputKind.LoadLeads)
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
                _post(EngineInput.LeadsLoaded(order.Campaign, _load(order)));
    }
}
