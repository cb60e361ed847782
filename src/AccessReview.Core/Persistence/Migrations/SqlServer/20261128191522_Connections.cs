using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Connections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "AgreedById",
                table: "Removals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueAt",
                table: "Removals",
                type: "datetime2(3)",
                precision: 3,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ExecutedAt",
                table: "Removals",
                type: "datetime2(3)",
                precision: 3,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NotBefore",
                table: "Removals",
                type: "datetime2(3)",
                precision: 3,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tries",
                table: "Removals",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "WaiverId",
                table: "Removals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SourceId",
                table: "GroupRecords",
                type: "nvarchar(320)",
                maxLength: 320,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "ConnectionId",
                table: "Extracts",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Why",
                table: "Extracts",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Rank",
                table: "Directories",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Part",
                table: "Campaigns",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Everything");

            migrationBuilder.AddColumn<int>(
                name: "PrivilegedRemovalHours",
                table: "Applications",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RemovalHours",
                table: "Applications",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SourceId",
                table: "AccountRecords",
                type: "nvarchar(320)",
                maxLength: 320,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "AppGrants",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    ExtractId = table.Column<long>(type: "bigint", nullable: false),
                    ApplicationId = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<long>(type: "bigint", nullable: false),
                    AppId = table.Column<string>(type: "nvarchar(320)", maxLength: 320, nullable: false),
                    UserKey = table.Column<string>(type: "nvarchar(320)", maxLength: 320, nullable: false),
                    AccountSourceId = table.Column<string>(type: "nvarchar(320)", maxLength: 320, nullable: false),
                    Way = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    GroupSourceId = table.Column<string>(type: "nvarchar(320)", maxLength: 320, nullable: false),
                    GroupName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    LastSignInAt = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: true),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppGrants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AppGrants_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Connections",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    ApplicationId = table.Column<long>(type: "bigint", nullable: true),
                    DirectoryId = table.Column<long>(type: "bigint", nullable: true),
                    System = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Address = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    Settings = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    Use = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Active = table.Column<bool>(type: "bit", nullable: false),
                    TestedAt = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: true),
                    Test = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    MoreAcceptedBy = table.Column<long>(type: "bigint", nullable: true),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Connections", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Connections_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ConnectionSecrets",
                columns: table => new
                {
                    ConnectionId = table.Column<long>(type: "bigint", nullable: false),
                    Sealed = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectionSecrets", x => x.ConnectionId);
                });

            migrationBuilder.CreateTable(
                name: "HandProofs",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    RemovalId = table.Column<long>(type: "bigint", nullable: false),
                    StoredFileId = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    ById = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HandProofs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HandProofs_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "KeptPages",
                columns: table => new
                {
                    WorkId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    List = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    Cursor = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    Request = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    Next = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    Body = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptPages", x => new { x.WorkId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "RemovalAttempts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    RemovalId = table.Column<long>(type: "bigint", nullable: false),
                    ConnectionId = table.Column<long>(type: "bigint", nullable: false),
                    Act = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Target = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    Result = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Why = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    ProofFileId = table.Column<long>(type: "bigint", nullable: true),
                    ProofSha256 = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: true),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovalAttempts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RemovalAttempts_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RemovalTasks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    RemovalId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    PersonId = table.Column<long>(type: "bigint", nullable: true),
                    DueDate = table.Column<DateOnly>(type: "date", nullable: false),
                    DoneById = table.Column<long>(type: "bigint", nullable: true),
                    DoneOn = table.Column<DateOnly>(type: "date", nullable: true),
                    DoneReference = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovalTasks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RemovalTasks_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RemovalWaivers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    RemovalId = table.Column<long>(type: "bigint", nullable: false),
                    AskedById = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    ReasonId = table.Column<long>(type: "bigint", nullable: false),
                    ReasonHash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovalWaivers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RemovalWaivers_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WaiverAnswers",
                columns: table => new
                {
                    WaiverId = table.Column<long>(type: "bigint", nullable: false),
                    ById = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    Approved = table.Column<bool>(type: "bit", nullable: false),
                    Method = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WaiverAnswers", x => x.WaiverId);
                    table.ForeignKey(
                        name: "FK_WaiverAnswers_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AssessedAccounts_AssessmentId_Rank",
                table: "AssessedAccounts",
                columns: new[] { "AssessmentId", "Rank" });

            migrationBuilder.CreateIndex(
                name: "IX_AppGrants_ExtractId_ApplicationId_PersonId",
                table: "AppGrants",
                columns: new[] { "ExtractId", "ApplicationId", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_ApplicationId_DirectoryId",
                table: "Connections",
                columns: new[] { "ApplicationId", "DirectoryId" });

            migrationBuilder.CreateIndex(
                name: "IX_HandProofs_RemovalId",
                table: "HandProofs",
                column: "RemovalId");

            migrationBuilder.CreateIndex(
                name: "IX_RemovalAttempts_RemovalId",
                table: "RemovalAttempts",
                column: "RemovalId");

            migrationBuilder.CreateIndex(
                name: "IX_RemovalTasks_PersonId",
                table: "RemovalTasks",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_RemovalTasks_RemovalId_Kind",
                table: "RemovalTasks",
                columns: new[] { "RemovalId", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RemovalWaivers_RemovalId",
                table: "RemovalWaivers",
                column: "RemovalId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AppGrants");

            migrationBuilder.DropTable(
                name: "Connections");

            migrationBuilder.DropTable(
                name: "ConnectionSecrets");

            migrationBuilder.DropTable(
                name: "HandProofs");

            migrationBuilder.DropTable(
                name: "KeptPages");

            migrationBuilder.DropTable(
                name: "RemovalAttempts");

            migrationBuilder.DropTable(
                name: "RemovalTasks");

            migrationBuilder.DropTable(
                name: "RemovalWaivers");

            migrationBuilder.DropTable(
                name: "WaiverAnswers");

            migrationBuilder.DropIndex(
                name: "IX_AssessedAccounts_AssessmentId_Rank",
                table: "AssessedAccounts");

            migrationBuilder.DropColumn(
                name: "AgreedById",
                table: "Removals");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "Removals");

            migrationBuilder.DropColumn(
                name: "ExecutedAt",
                table: "Removals");

            migrationBuilder.DropColumn(
                name: "NotBefore",
                table: "Removals");

            migrationBuilder.DropColumn(
                name: "Tries",
                table: "Removals");

            migrationBuilder.DropColumn(
                name: "WaiverId",
                table: "Removals");

            migrationBuilder.DropColumn(
                name: "SourceId",
                table: "GroupRecords");

            migrationBuilder.DropColumn(
                name: "ConnectionId",
                table: "Extracts");

            migrationBuilder.DropColumn(
                name: "Why",
                table: "Extracts");

            migrationBuilder.DropColumn(
                name: "Rank",
                table: "Directories");

            migrationBuilder.DropColumn(
                name: "Part",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "PrivilegedRemovalHours",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "RemovalHours",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "SourceId",
                table: "AccountRecords");
        }
    }
}
