using Dialer.Core.Time;

namespace Dialer.Core.Callers;

/// <summary>From door to door until one is open or the way leaves the queues. Pure.</summary>
public static class CallersWay
{
    /// <summary>Doors that are tried for one caller. Queues that send to each other in a circle end here, and in what <see cref="FindCircle"/> says at the start.</summary>
    public const int MostDoors = 16;

    /// <summary>Where <paramref name="target"/> leads now: a queue that is open, or what is no queue. <paramref name="steps"/> gets each door that was closed to them.</summary>
    public static CallerTarget Follow(CallerTarget target, IQueueDoors doors, Instant now, ICollection<WayStep> steps)
    {
        for (int tried = 0; tried < MostDoors; tried++)
        {
            if (target.Kind != CallerTargetKind.Queue || !doors.TryGet(target.Name, out var door, out int waiting, out bool loggedIn))
                return target;
            var finding = door.Judge(now, waiting, loggedIn);
            if (door.After(finding) is not { } next)
                return target;
            steps.Add(new WayStep(target.Name, finding));
            target = next;
        }
        return CallerTarget.HangUp;
    }

    /// <summary>Queues that all send on to each other for one and the same reason, so that nobody would ever have an end; null: none.</summary>
    /// <param name="doors">Each queue's door by its name.</param>
    public static IReadOnlyList<string>? FindCircle(IReadOnlyDictionary<string, QueueDoor> doors, DoorFinding finding)
    {
        foreach (string start in doors.Keys.Order(StringComparer.Ordinal))
        {
            List<string> path = [];
            string at = start;
            while (doors.TryGetValue(at, out var door) && !path.Contains(at))
            {
                path.Add(at);
                if (door.After(finding) is not { Kind: CallerTargetKind.Queue } next)
                    break;
                at = next.Name;
            }
            int first = path.IndexOf(at);
            if (first >= 0 && doors[path[^1]].After(finding) is { Kind: CallerTargetKind.Queue } back && back.Name == at)
                return path[first..];
        }
        return null;
    }
}
