using Dialer.Core.Time;

namespace Dialer.Core.Callers;

/// <summary>Who may wait in a queue, and what becomes of those who may not.</summary>
public sealed record QueueDoor
{
    /// <summary>Null: open at any hour.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>Callers beyond this find it full.</summary>
    public int MaxWaiting { get; init; } = 1000;

    /// <summary>Who has waited so long goes on to <see cref="WhenTooLong"/>; null: as long as they like.</summary>
    public TimeSpan? MaxWait { get; init; }

    public CallerTarget WhenClosed { get; init; } = CallerTarget.HangUp;
    public CallerTarget WhenFull { get; init; } = CallerTarget.HangUp;
    public CallerTarget WhenTooLong { get; init; } = CallerTarget.HangUp;

    /// <summary>Nobody who could serve it is logged in; null: they wait for somebody to come, within the engine's limit.</summary>
    public CallerTarget? WhenNobody { get; init; }

    /// <param name="waiting">How many wait already.</param>
    /// <param name="loggedIn">Somebody who may serve it is logged in.</param>
    public DoorFinding Judge(Instant now, int waiting, bool loggedIn)
    {
        if (Hours is { } hours && !hours.IsOpen(now))
            return DoorFinding.Closed;
        if (!loggedIn && WhenNobody is not null)
            return DoorFinding.Nobody;
        return waiting >= MaxWaiting ? DoorFinding.Full : DoorFinding.Open;
    }

    /// <summary>Where somebody goes who was not let in; of an open door, nowhere else.</summary>
    public CallerTarget? After(DoorFinding finding) => finding switch
    {
        DoorFinding.Open => null,
        DoorFinding.Closed => WhenClosed,
        DoorFinding.Full => WhenFull,
        DoorFinding.TooLong => WhenTooLong,
        DoorFinding.Nobody => WhenNobody,
    };
}
