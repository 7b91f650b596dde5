using System.Collections.Concurrent;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Outlets;

namespace Dialer.Server.Running;

/// <summary>
/// Orders to the telephone line, in sequence, on a thread of their own. A PlaceCall is held until the store has its
/// claim on disk (write-ahead), an AnswerCall until it has the caller; what follows for that caller waits behind it,
/// nothing else does. A HangUp for a call that is still to be dialed takes it out: it ends as Cancelled. So does a call
/// whose claim the store refuses.
/// This is the one queue in which orders wait: the line is given no more than <see cref="MostInLine"/> that it has not carried out.
/// Congested above <see cref="CongestedAt"/> orders, which the engine hears; at <see cref="Capacity"/> the process ends, since an order
/// lost is a call that never ends.
/// </summary>
internal sealed class LineOutlet : IOutlet, IAsyncDisposable
{
    public const int CongestedAt = 4_096;
    public const int Capacity = 65_536;

    /// <summary>More than the line carries out in one turn, so that it never waits for us.</summary>
    public const int MostInLine = 2_048;

    private readonly OutletQueue<LineOrder> _queue = new("telephone line", CongestedAt, Capacity, AtCapacity.Fail);
    private readonly Queue<LineOrder> _held = new();
    private readonly HashSet<CallId> _heldCalls = [];
    private readonly Dictionary<CallId, List<EngineOutput>> _following = [];
    private readonly HashSet<CallId> _refusedCalls = [];
    private readonly ConcurrentQueue<CallId> _refused = new();
    private readonly CarryOrder _carry;
    private readonly Func<int> _waitingInLine;
    private readonly Func<long> _durableThrough;
    private readonly Action<EngineInput> _signal;
    private readonly WakeUp _wakeUp = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<bool> _nothingToDo;
    private readonly Func<bool> _isLineFull;
    private volatile bool _waitsForLine;
    private volatile bool _stopping;

    /// <param name="carry">Carries one order out; called from one thread.</param>
    /// <param name="waitingInLine">Orders given that the line has not carried out; it says by <see cref="LineHasCarried"/> when they become fewer.</param>
    /// <param name="durableThrough">Sequence up to which the store has everything on disk.</param>
    /// <param name="signal">Takes what the line would have said of a call that was never dialed.</param>
    public LineOutlet(CarryOrder carry, Func<int> waitingInLine, Func<long> durableThrough, Action<EngineInput> signal)
    {
        _carry = carry;
        _waitingInLine = waitingInLine;
        _durableThrough = durableThrough;
        _signal = signal;
        _nothingToDo = () => _queue.Depth == 0 && !_stopping && !CanRelease();
        _isLineFull = () => IsLineFull;
        _thread = new Thread(Run) { Name = "line orders", IsBackground = true };
    }

    public string Name => "line";

    public bool IsCongested => _queue.IsCongested;

    public Action? Relieved
    {
        get => _queue.Relieved;
        set => _queue.Relieved = value;
    }

    /// <summary>Completes when all orders given before <see cref="StopAsync"/> have been carried; faulted where the line failed.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    public void Take(Outbox outbox, long stored)
    {
        bool any = false;
        foreach (ref readonly var output in outbox.Outputs)
            if (output.IsLineOrder)
            {
                _queue.Add(new LineOrder(output, stored));
                any = true;
            }
        if (any)
            _wakeUp.Call();
    }

    /// <summary>The store's durable watermark has moved.</summary>
    public void DurableMoved() => _wakeUp.Call();

    /// <summary>There may be room in the line again.</summary>
    public void LineHasCarried()
    {
        if (_waitsForLine)
            _wakeUp.Call();
    }

    /// <summary>At the end everything that was ordered is given.</summary>
    private bool IsLineFull => !_stopping && _waitingInLine() >= MostInLine;

    /// <summary>The store does not grant this call's claim. Said before the watermark covers it.</summary>
    public void Refuse(CallId call) => _refused.Enqueue(call);

    public Task StopAsync()
    {
        _stopping = true;
        _wakeUp.Call();
        return _ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_thread.IsAlive)
            await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wakeUp.Dispose();
    }

    private void Run()
    {
        try
        {
            while (Turn())
            {
            }
            _ended.TrySetResult();
        }
#pragma warning disable CA1031 // The outlet's end is told to its owner with the cause, whatever it is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _ended.TrySetException(failure);
        }
    }

    private bool Turn()
    {
        Release();
        if (IsLineFull)
            WaitForLine();
        else if (_queue.TryTake(out var order))
            CarryOrHold(order);
        else if (_stopping)
            return false;
        else
            _wakeUp.Sleep(_nothingToDo, TimeSpan.FromSeconds(1));
        return true;
    }

    private void WaitForLine()
    {
        _waitsForLine = true;
        _wakeUp.Sleep(_isLineFull, TimeSpan.FromSeconds(1));
        _waitsForLine = false;
    }

    private void CarryOrHold(in LineOrder order)
    {
        var output = order.Output;
        if (output.Kind is EngineOutputKind.PlaceCall or EngineOutputKind.AnswerCall)
        {
            _held.Enqueue(order);
            _heldCalls.Add(output.Call);
        }
        else if (!_heldCalls.Contains(output.Call))
            _carry(output);
        else if (output.Call.Value >= CallId.FirstInbound)
            Follow(output);
        else if (output.Kind == EngineOutputKind.HangUp)
            EndUndialed(output.Call);
    }

    /// <summary>A caller's music or agent, ordered before the answer has left.</summary>
    private void Follow(in EngineOutput output)
    {
        if (!_following.TryGetValue(output.Call, out var orders))
            _following.Add(output.Call, orders = []);
        orders.Add(output);
    }

    private void CarryWithWhatFollows(in EngineOutput output)
    {
        _carry(output);
        if (!_following.Remove(output.Call, out var orders))
            return;
        foreach (var order in orders)
            _carry(order);
    }

    private bool CanRelease() => !IsLineFull && _held.TryPeek(out var first) && first.Stored <= _durableThrough();

    /// <summary>
    /// The store says its refusals before the watermark that covers them: once an order is released, its own is here.
    /// </summary>
    private void Release()
    {
        while (CanRelease())
        {
            while (_refused.TryDequeue(out var refused))
                _refusedCalls.Add(refused);
            var order = _held.Dequeue();
            if (_refusedCalls.Remove(order.Output.Call))
                EndUndialed(order.Output.Call);
            else if (_heldCalls.Remove(order.Output.Call))
                CarryWithWhatFollows(order.Output);
        }
    }

    private void EndUndialed(CallId call)
    {
        if (_heldCalls.Remove(call))
            _signal(EngineInput.CallEnded(call, CallResult.Cancelled, EndedBy.Dialer, 0, 0, trunkFault: false));
    }

    private readonly record struct LineOrder(EngineOutput Output, long Stored);
}
