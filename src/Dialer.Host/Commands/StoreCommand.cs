using System.CommandLine;
using Dialer.Server.Terminal;
using Dialer.Store;

namespace Dialer.Host.Commands;

/// <summary><c>dialer store copy</c>, <c>dialer backup</c> and <c>dialer restore</c>: a store to another place, of whatever engine, checked before it counts.</summary>
internal static class StoreCommand
{
    public static Command Create() => new("store", "What can be done with a store as a whole.") { Copy() };

    private static Command Copy()
    {
        var (from, config, to) = (From("The store: a SQLite file, or a connection string of PostgreSQL."), Config("A configuration, whose store is read."), To("Where no store is yet: a file, or a connection string of PostgreSQL."));
        var command = new Command("copy", "Copies a store to an empty place: a file, or a PostgreSQL database. Restores a backup likewise.") { from, config, to };
        command.SetAction(parsed =>
        {
            Run(Source(parsed.GetValue(from), parsed.GetValue(config)), parsed.GetRequiredValue(to), parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>To a file, while a dialer works on the store.</summary>
    public static Command Backup()
    {
        var (from, config, to, key) = (From("The store: a SQLite file, or a connection string of PostgreSQL."), Config("A configuration, whose store is read."), To("A file that is not there yet."), KeyFile("Encrypts the backup (AES-256-GCM)."));
        var command = new Command("backup", "Writes a store, as it stands at one moment, to a new file. A dialer may work on it meanwhile; 'restore' brings it back.") { from, config, to, key };
        command.SetAction(parsed =>
        {
            string source = Source(parsed.GetValue(from), parsed.GetValue(config)), target = parsed.GetRequiredValue(to);
            byte[]? with = parsed.GetValue(key) is { } file ? SealedFile.ReadKey(file) : null;
            if (with is null)
                Run(source, target, parsed.InvocationConfiguration.Output);
            else if (File.Exists(target))
                throw Trouble.Usage($"{target} is there already. Give a file that is not.");
            else
                InPlain(target, plain =>
                {
                    Run(source, plain, parsed.InvocationConfiguration.Output);
                    SealedFile.Seal(plain, target, with);
                });
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Restore()
    {
        var (from, config, to, key) = (From("The backup."), Config("A configuration, whose store is written: it must be empty, or not there."), new Option<string?>("--to") { Description = "In the place of --config: a file, or a connection string of PostgreSQL." }, KeyFile("With which the backup was encrypted."));
        from.Required = true;
        var command = new Command("restore", "Brings a backup back to a place where no store is, compared table by table before it counts.") { from, config, to, key };
        command.SetAction(parsed =>
        {
            string backup = parsed.GetValue(from)!;
            if (!File.Exists(backup))
                throw Trouble.Usage($"{backup}: there is no such file.");
            string target = Source(parsed.GetValue(to), parsed.GetValue(config), "Give either --to STORE or --config FILE.");
            bool isSealed = SealedFile.IsSealed(backup);
            if (isSealed && parsed.GetValue(key) is null)
                throw Trouble.Usage($"{backup} is encrypted. Give its key with --key-file.");
            if (isSealed)
                InPlain(backup, plain =>
                {
                    SealedFile.Open(backup, plain, SealedFile.ReadKey(parsed.GetValue(key)!));
                    Run(plain, target, parsed.InvocationConfiguration.Output);
                });
            else
                Run(backup, target, parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>A file in the clear beside another, for as long as it is needed, readable by its owner alone.</summary>
    private static void InPlain(string beside, Action<string> work)
    {
        string plain = $"{beside}.{Environment.ProcessId}.part";
        Server.Files.PrivateFiles.FromNowOn();
        try
        {
            work(plain);
        }
        finally
        {
            foreach (string end in (string[])["", "-wal", "-shm", ".lock"])
                File.Delete(plain + end);
        }
    }

    private static void Run(string source, string target, TextWriter output)
    {
        foreach (var (table, rows) in StoreCopy.Copy(source, target, TimeProvider.System))
            if (rows > 0)
                output.WriteLine($"{table}: {rows}");
        output.WriteLine("Copied and compared: every table has the same rows.");
    }

    private static string Source(string? from, string? config, string what = "Give either --from STORE or --config FILE.")
    {
        if (from is null == config is null)
            throw Trouble.Usage(what);
        return from ?? RunCommand.CheckedConfig(config!).StorePath;
    }

    private static Option<string?> From(string description) => new("--from") { Description = description };

    private static Option<string?> Config(string description) => new("--config", "-c") { Description = description };

    private static Option<string> To(string description) => new("--to") { Description = description, Required = true };

    private static Option<string?> KeyFile(string description) => new("--key-file") { Description = description + " 64 hexadecimal digits, such as 'openssl rand -hex 32' makes." };
}
