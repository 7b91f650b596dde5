using System.Data.Common;
using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Server.Terminal;
using Dialer.Simulation.Virtual;
using Dialer.Store;

namespace Dialer.Tools.Simulate;

/// <summary>Counts a campaign's closed attempts, for a rehearsal on its measured answers. Reads only.</summary>
internal static class MeasuredReader
{
    private const string Query = """
        SELECT started_at_us, answered_at_us, classified_at_us, connected_at_us, ended_at_us, closed_at_us,
               result, verdict, agent_id, sip_status, was_machine
        FROM attempts WHERE campaign_id = @campaign AND closed_at_us IS NOT NULL ORDER BY started_at_us
        """;

    /// <param name="campaign">Its number or its name.</param>
    public static MeasuredCampaign Read(string file, string campaign)
    {
        if (!StorePlace.IsServer(file) && !File.Exists(file))
            throw Trouble.Unreachable($"{file}: there is no such store.");
        using var connection = StorePlace.OpenToRead(file);
        var (id, name) = Find(connection, file, campaign);
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        Give(command, "campaign", id);
        using var reader = command.ExecuteReader();
        var counts = new Counting();
        while (reader.Read())
            counts.Add(reader);
        if (counts.Attempts == 0)
            throw Trouble.Usage($"{file}: campaign \"{name}\" has no finished attempt yet: there is nothing to rehearse on.");
        return counts.ToMeasured(name);
    }

    private static void Give(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@" + name, value);
        command.Parameters.Add(parameter);
    }

    private static (int Id, string Name) Find(DbConnection connection, string file, string campaign)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT campaign_id, name FROM campaigns WHERE name = @name OR campaign_id = @id";
        Give(command, "name", campaign);
        Give(command, "id", int.TryParse(campaign, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1);
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            throw Trouble.Usage($"{file}: there is no campaign \"{campaign}\". 'dialer report --db {file}' names those that were dialed.");
        return (reader.GetInt32(0), reader.GetString(1));
    }

    private sealed class Counting
    {
        private readonly List<double> _liveRing = [];
        private readonly List<double> _machineRing = [];
        private readonly List<double> _noAnswer = [];
        private readonly List<double> _talk = [];
        private readonly List<double> _wrapUp = [];
        private readonly List<double> _analysis = [];
        private readonly Dictionary<int, int> _failures = [];
        private readonly HashSet<int> _agents = [];
        private readonly (int Attempts, int Live)[] _byHour = new (int, int)[24];
        private int _live;
        private int _machines;
        private int _busy;
        private int _announcements;
        private int _faxes;
        private long _first = long.MaxValue;
        private long _last;

        public int Attempts { get; private set; }

        public void Add(DbDataReader row)
        {
            var result = Enum.TryParse<CallResult>(row.GetString(6), out var known) ? known : CallResult.None;

            // Our own cancelling and a failed trunk say nothing of the public.
            if (result is CallResult.None or CallResult.Cancelled or CallResult.Interrupted or CallResult.Congestion)
                return;
            Attempts++;
            long started = row.GetInt64(0);
            (_first, _last) = (Math.Min(_first, started), Math.Max(_last, started));
            int hour = (int)Math.Clamp((started - _first) / 3_600_000_000L, 0, 23);
            bool isLive = false;
            switch (result)
            {
                case CallResult.Answered:
                    isLive = AddAnswer(row);
                    break;
                case CallResult.Busy:
                    _busy++;
                    break;
                case CallResult.OperatorAnnouncement:
                    _announcements++;
                    break;
                case CallResult.NoAnswer:
                    AddSpan(_noAnswer, row, 0, 4);
                    break;
                default:
                    int status = row.GetInt32(9) is >= 400 and <= 699 and int given ? given : 480;
                    _failures[status] = _failures.GetValueOrDefault(status) + 1;
                    break;
            }
            _byHour[hour] = (_byHour[hour].Attempts + 1, _byHour[hour].Live + (isLive ? 1 : 0));
        }

        private bool AddAnswer(DbDataReader row)
        {
            var verdict = Enum.TryParse<CpaVerdict>(row.GetString(7), out var known) ? known : CpaVerdict.None;
            AddSpan(_analysis, row, 1, 2);
            if (verdict == CpaVerdict.Fax)
            {
                _faxes++;
                return false;
            }
            if (verdict == CpaVerdict.AnsweringMachine || row.GetInt32(10) != 0)
            {
                _machines++;
                AddSpan(_machineRing, row, 0, 1);
                return false;
            }
            _live++;
            AddSpan(_liveRing, row, 0, 1);
            AddSpan(_talk, row, 3, 4);
            if (!row.IsDBNull(3))
                AddSpan(_wrapUp, row, 4, 5);
            if (!row.IsDBNull(8))
                _agents.Add(row.GetInt32(8));
            return true;
        }

        private static void AddSpan(List<double> spans, DbDataReader row, int from, int to)
        {
            if (!row.IsDBNull(from) && !row.IsDBNull(to) && row.GetInt64(to) >= row.GetInt64(from))
                spans.Add((row.GetInt64(to) - row.GetInt64(from)) / 1e6);
        }

        public MeasuredCampaign ToMeasured(string name) => new()
        {
            Name = name,
            Attempts = Attempts,
            Live = _live,
            Machines = _machines,
            Busy = _busy,
            OperatorAnnouncements = _announcements,
            Faxes = _faxes,
            Failures = _failures,
            ByHour = [.. _byHour.Take((int)Math.Clamp(((_last - _first) / 3_600_000_000L) + 1, 1, 24))],
            LiveRing = MeasuredTimes.Of(_liveRing),
            MachineRing = MeasuredTimes.Of(_machineRing),
            NoAnswer = MeasuredTimes.Of(_noAnswer),
            Talk = MeasuredTimes.Of(_talk),
            WrapUp = MeasuredTimes.Of(_wrapUp),
            Analysis = MeasuredTimes.Of(_analysis),
            Agents = _agents.Count,
            Hours = (_last - _first) / 3.6e9,
        };
    }
}
