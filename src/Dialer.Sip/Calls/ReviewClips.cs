using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Dialer.Core.Campaigns;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Dialer.Sip.Calls;

/// <summary>
/// Keeps the first seconds of answered calls, with what the analysis concluded, for <c>dialer amd review</c>: a WAV file each, and a row in
/// <c>clips.csv</c> (path, campaign, verdict) that is written once its file is whole on disk. A thread of its own writes; the line only copies
/// frames to a buffer. Where all buffers are in use, or the disk refuses, the clip is dropped and counted.
/// </summary>
internal sealed class ReviewClips : IDisposable
{
    /// <summary>Clips that are being heard or wait for the disk: 80 kB each.</summary>
    public const int MostAtOnce = 128;

    private const string Index = "clips.csv";
    private static readonly byte[] Heading = "path,campaign,verdict\n"u8.ToArray();

    private readonly string _folder;
    private IReadOnlyDictionary<CampaignId, ReviewClipRule> _rules;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentBag<short[]> _free = [];
    private readonly BlockingCollection<ReviewClip> _waiting = [];
    private Thread? _writer;
    private readonly Dictionary<string, int> _today = new(StringComparer.Ordinal);
    private string _day = "";
    private int _buffers;
    private long _dropped;
    private SafeFileHandle? _index;

    /// <param name="folder">Where <c>clips.csv</c> lies; a folder for each day is made in it.</param>
    public ReviewClips(string folder, IReadOnlyDictionary<CampaignId, ReviewClipRule> rules, TimeProvider time, ILogger logger)
    {
        _folder = folder;
        _time = time;
        _logger = logger;
        Follow(rules);
    }

    /// <summary>On the thread that begins clips.</summary>
    [MemberNotNull(nameof(_rules))]
    public void Follow(IReadOnlyDictionary<CampaignId, ReviewClipRule> rules)
    {
        _rules = rules;
        if (rules.Count == 0 || _writer is not null)
            return;
        _day = Day(_time.GetUtcNow());
        CountEarlierToday();
        _writer = new Thread(Run) { IsBackground = true, Name = "review clips" };
        _writer.Start();
    }

    /// <summary>Clips that found no free buffer, or no disk.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Null: this call is not kept. On the SIP reactor's thread.</summary>
    public ReviewClip? Begin(CampaignSettings campaign, AttemptId attempt)
    {
        if (!_rules.TryGetValue(campaign.Id, out var rule) || !IsChosen(attempt, rule.Share))
            return null;
        var now = _time.GetUtcNow();
        if (Day(now) is var day && day != _day)
        {
            _day = day;
            _today.Clear();
        }
        string name = Field(campaign.Name);
        int today = _today.GetValueOrDefault(name);
        if (today >= rule.PerDay)
            return null;
        if (Rent() is not { } buffer)
        {
            Drop("all buffers are in use");
            return null;
        }
        _today[name] = today + 1;
        string path = string.Create(CultureInfo.InvariantCulture, $"{_day}/{now:HHmmss.fff}-attempt{attempt.Value}.wav");
        return new ReviewClip(this, path, name, buffer);
    }

    /// <summary>The same for the same attempt, whatever came before it.</summary>
    internal static bool IsChosen(AttemptId attempt, double share) => new Core.Time.SeededRandom((ulong)attempt.Value).NextDouble() < share;

    // RFC 4180.
    private static string Field(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Day(DateTimeOffset now) => now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // What an earlier run kept today counts as well.
    private void CountEarlierToday()
    {
        try
        {
            foreach (string row in File.ReadLines(Path.Combine(_folder, Index)))
            {
                int begin = row.IndexOf(',', StringComparison.Ordinal) + 1, end = row.LastIndexOf(',');
                if (begin > 0 && end > begin && row.StartsWith(_day, StringComparison.Ordinal))
                    _today[row[begin..end]] = _today.GetValueOrDefault(row[begin..end]) + 1;
            }
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            // Nothing is kept yet; the writer says so if nothing can be.
        }
    }

    private short[]? Rent()
    {
        if (_free.TryTake(out short[]? buffer))
            return buffer;
        if (_buffers == MostAtOnce)
            return null;
        _buffers++;
        return new short[ReviewClip.Samples];
    }

    internal void Return(short[] buffer) => _free.Add(buffer);

    // Each clip that waits holds a buffer, and those are bounded.
    internal void Write(ReviewClip clip) => _waiting.Add(clip);

    private void Run()
    {
        foreach (var clip in _waiting.GetConsumingEnumerable())
        {
            try
            {
                Keep(clip);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                Drop(refused.Message);
            }
            Return(clip.Buffer);
        }
        _index?.Dispose();
    }

    private void Keep(ReviewClip clip)
    {
        string path = Path.Combine(_folder, clip.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, WavFile.Build(clip.Heard, 8000), 0);
            RandomAccess.FlushToDisk(file);
        }
        _index ??= OpenIndex();
        RandomAccess.Write(_index, Encoding.UTF8.GetBytes($"{clip.Path},{clip.Campaign},{clip.Verdict}\n"), RandomAccess.GetLength(_index));
    }

    // A row that a crash cut short goes, so that the next one begins on a line of its own.
    private SafeFileHandle OpenIndex()
    {
        string path = Path.Combine(_folder, Index);
        var index = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        long length = RandomAccess.GetLength(index);
        Span<byte> octet = stackalloc byte[1];
        while (length > 0 && RandomAccess.Read(index, octet, length - 1) == 1 && octet[0] != '\n')
            length--;
        RandomAccess.SetLength(index, length);
        if (length == 0)
            RandomAccess.Write(index, Heading, 0);
        return index;
    }

    private void Drop(string why) => LineLog.ReviewClipDropped(_logger, Interlocked.Increment(ref _dropped), why);

    /// <summary>Writes what waits, and ends the thread; after the last call has ended.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _writer?.Join();
        _waiting.Dispose();
    }
}
