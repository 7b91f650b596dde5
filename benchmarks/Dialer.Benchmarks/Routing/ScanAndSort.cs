using System.Diagnostics;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.Routing;

/// <summary>
/// The rival: waiting members sorted by score (wait and base score), and for the member at hand all agents scanned for who
/// is free and has the skill, sorted by level and by when their last call ended. In memory, without the rival's SQL.
/// </summary>
internal sealed class ScanAndSort
{
    private sealed class Member
    {
        public int Skill;
        public double Joined;
    }

    private sealed class Worker
    {
        public required Dictionary<int, int> Skills;
        public double LastEnded;
        public bool IsFree;
    }

    private readonly SeededRandom _random = new(3);
    private readonly List<Member> _members = [];
    private readonly List<Worker> _workers = [];
    private readonly DeskSize _size;
    private readonly bool _isBusy;
    private double _now = 1000;

    public ScanAndSort(DeskSize size, bool isBusy)
    {
        (_size, _isBusy) = (size, isBusy);
        var sets = size.SkillSets();
        for (int agent = 0; agent < size.Agents; agent++)
            _workers.Add(new Worker { Skills = sets[agent % sets.Length].ToDictionary(skill => skill.Skill.Value, skill => skill.Proficiency), IsFree = !isBusy && agent % 20 == 0 });
        for (int i = 0; isBusy && i < size.Waiting; i++)
            _members.Add(new Member { Skill = _random.Next(size.Skills), Joined = _random.NextDouble() * 300 });
    }

    public void Decide(int count, double[]? times)
    {
        for (int i = 0; i < count; i++)
        {
            _now += 0.05;
            var freed = _workers[_random.Next(_workers.Count)];
            (bool wasFree, freed.IsFree) = (freed.IsFree, true);
            var came = new Member { Skill = _random.Next(_size.Skills), Joined = _now };
            _members.Add(came);
            long from = Stopwatch.GetTimestamp();
            var (member, worker) = Dispatch();
            if (times is not null)
                times[i] = RoutingRun.Microseconds(from);
            if (member is not null)
                _members.Remove(member);
            if (!_isBusy)
                _members.Clear();
            if (worker is not null)
                worker.LastEnded = _now;
            freed.IsFree = wasFree;
        }
    }

    private (Member? Member, Worker? Worker) Dispatch()
    {
        foreach (var member in _members.OrderByDescending(member => _now - member.Joined))
        {
            var worker = _workers.Where(worker => worker.IsFree && worker.Skills.ContainsKey(member.Skill))
                .OrderByDescending(worker => worker.Skills[member.Skill]).ThenBy(worker => worker.LastEnded).FirstOrDefault();
            if (worker is not null)
                return (member, worker);
        }
        return (null, null);
    }
}
