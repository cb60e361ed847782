using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Schedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CampaignSchedules",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    FromCampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Series = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Every = table.Column<int>(type: "INTEGER", nullable: false),
                    AnchorNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    AnchorLaunch = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    AnchorStart = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    AnchorEnd = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    OpenDays = table.Column<int>(type: "INTEGER", nullable: false),
                    PrepareDays = table.Column<int>(type: "INTEGER", nullable: false),
                    LaunchesItself = table.Column<bool>(type: "INTEGER", nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CampaignSchedules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CampaignSchedules_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ScheduledCycles",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    ScheduleId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PeriodEnd = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    LaunchDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DueDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: true),
                    MissedAt = table.Column<DateTime>(type: "TEXT", precision: 3, nullable: true),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScheduledCycles", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ScheduledCycles_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ScheduledCycles_CampaignId",
                table: "ScheduledCycles",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_ScheduledCycles_ScheduleId_Number",
                table: "ScheduledCycles",
                columns: new[] { "ScheduleId", "Number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CampaignSchedules");

            migrationBuilder.DropTable(
                name: "ScheduledCycles");
        }
    }
}
